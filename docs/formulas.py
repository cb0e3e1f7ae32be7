"""Draws 60 formulas, one of each kind, as `pelican-medium` would, on one sheet: docs/formulas.png.

    python docs/formulas.py [FILE]

To be looked at after each change of what draws them, and with each new release of ziamath.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image, ImageDraw

from pelican_medium.model.drawn import Formula
from pelican_medium.pictures import formulas

FORMULAS = [
    Formula(r"\frac{a}{b} + \dfrac{1}{1 + \frac{1}{x}}"),
    Formula(r"x = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}", "(1)"),
    Formula(r"\sqrt[n]{1 + \sqrt{x^2 + y^2}}"),
    Formula(r"e^{i\pi} + 1 = 0", "(2)"),
    Formula(r"x_{i,j}^{2^n} + {}_aX^b_c"),
    Formula(r"\sum_{n=0}^{N-1} x_n \cdot e^{-i~2\pi~k~n~/~N}"),
    Formula(r"\prod_{i=1}^N \frac{1}{\sqrt{2\pi\sigma_x^2}}\exp\left[\frac{(\mu - x_i)^2}{2\sigma_x^2}\right]"),
    Formula(r"\int_0^\infty e^{-x^2}\,dx = \frac{\sqrt{\pi}}{2}", "(3)"),
    Formula(r"\iint_D \left(\frac{\partial Q}{\partial x} - \frac{\partial P}{\partial y}\right) dx\,dy = \oint_C P\,dx + Q\,dy"),
    Formula(r"\lim_{x \to 0} \frac{\sin x}{x} = 1"),
    Formula(r"\max_{1 \le i \le n} |x_i| \le \sup_{x \in A} f(x)"),
    Formula(r"\binom{n}{k} = \frac{n!}{k!\,(n-k)!}"),
    Formula(r"\begin{pmatrix} a & b \\ c & d \end{pmatrix} \begin{bmatrix} x \\ y \end{bmatrix} = 0"),
    Formula(r"\begin{vmatrix} a & b \\ c & d \end{vmatrix} = ad - bc"),
    Formula(r"A = \begin{bmatrix} a_{11} & \cdots & a_{1n} \\ \vdots & \ddots & \vdots \\ a_{m1} & \cdots & a_{mn} \end{bmatrix}"),
    Formula(r"f(x) = \begin{cases} x^2 & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}", "(4)"),
    Formula(r"\begin{align} X_k &= \sum_{n=0}^{N-1} x_n e^{-2\pi i k n / N} \\ &= \sum_{m=0}^{N/2-1} x_{2m} e^{-2\pi i k m / (N/2)} + O(1) \end{align}"),
    Formula(r"\begin{align*} a &= b + c & \qquad\text{(5)} \\ d &= \frac{e}{f} & \qquad\text{(6)} \end{align*}"),
    Formula(r"\begin{gather} a = 1 \\ b + c + d = 2 \end{gather}"),
    Formula(r"\begin{multline} a + b + c + d + e \\ = f \end{multline}"),
    Formula(r"\begin{eqnarray} a & = & b_q \\ c & = & d \end{eqnarray}"),
    Formula(r"\left\{ \begin{array}{lll} z^{N-1}\exp(-z) &,& z > 0 \\ 0 &,& z < 0 \end{array} \right."),
    Formula(r"\begin{array}{c|c} p & \neg p \\ \hline 1 & 0 \\ 0 & 1 \end{array}"),
    Formula(r"\left. \frac{df}{dx} \right|_{x=0}"),
    Formula(r"\left\langle \psi \middle| \hat{H} \right\rangle"),
    Formula(r"\langle \psi | \hat{H} | \phi \rangle = \lVert x \rVert"),
    Formula(r"\hat{x}\ \bar{x}\ \tilde{x}\ \vec{x}\ \dot{x}\ \ddot{x}\ \widehat{xyz}\ \widetilde{xyz}\ \overline{AB}\ \underline{x}"),
    Formula(r"\underbrace{a + b + \cdots + z}_{26} = \overbrace{x + y}^{\text{two}}"),
    Formula(r"\overset{\text{def}}{=} \stackrel{a}{\to} \underset{x}{\operatorname{argmax}} f"),
    Formula(r"\operatorname*{argmin}_{\theta} \mathcal{L}(\theta)"),
    Formula(r"\mathbb{R} \subset \mathbb{C},\ \mathcal{F},\ \mathfrak{g},\ \mathbf{v},\ \mathrm{d}x,\ \mathsf{S},\ \mathtt{T}"),
    Formula(r"\boldsymbol{\beta} = (\mathbf{X}^\top \mathbf{X})^{-1} \mathbf{X}^\top \mathbf{y}", "(A.7)"),
    Formula(r"\alpha\beta\gamma\delta\epsilon\varepsilon\zeta\eta\theta\vartheta\iota\kappa\lambda\mu\nu\xi\pi\rho\sigma\tau\upsilon\phi\varphi\chi\psi\omega"),
    Formula(r"\Gamma\Delta\Theta\Lambda\Xi\Pi\Sigma\Upsilon\Phi\Psi\Omega"),
    Formula(r"a \le b \ge c \ne d \approx e \equiv f \sim g \propto h \ll i \gg j"),
    Formula(r"A \cup B \cap C \setminus D \subseteq E \in F \notin G \emptyset"),
    Formula(r"\forall x\, \exists y: p \land q \lor \neg r \implies s \iff t"),
    Formula(r"a \to b \gets c \mapsto d \Rightarrow e \Leftarrow f \leftrightarrow g \rightleftharpoons h"),
    Formula(r"A \xrightarrow{n \to \infty} B"),
    Formula(r"\nabla \cdot \mathbf{E} = \frac{\rho}{\varepsilon_0}"),
    Formula(r"i\hbar\frac{\partial}{\partial t} \Psi(\mathbf{r}, t) = \left[ \frac{-\hbar^2}{2\mu}\nabla^2 + V \right] \Psi", "(8)"),
    Formula(r"\sum_{\substack{0 \le i \le m \\ 0 < j < n}} P(i, j)"),
    Formula(r"a \equiv b \pmod{n},\ a \bmod b"),
    Formula(r"\boxed{E = mc^2}"),
    Formula(r"\cfrac{1}{a_0 + \cfrac{1}{a_1 + \cfrac{1}{a_2}}}"),
    Formula(r"f'(x) = f''(x)^2 + y'_1"),
    Formula(r"\bigcup_{i=1}^n A_i \oplus \bigotimes_k V_k"),
    Formula(r"\Big( \bigl( (x) \bigr) \Big) \lfloor y \rfloor \lceil z \rceil"),
    Formula(r"\text{rate} = \frac{\text{number of events}}{\text{time in seconds}}"),
    Formula(r"5\% \text{ of } \$10 \approx 0.50"),
    Formula(r"x \quad y \qquad z \, w \; v \! u"),
    Formula(r"\color{red}{x} + \color{blue}{y}"),
    Formula(r"\ln x + \log_2 y + \sin^2\theta + \cosh z + \arctan 1"),
    Formula(r"^{14}_{6}\mathrm{C} \to {}^{14}_{7}\mathrm{N} + e^- + \bar{\nu}_e"),
    Formula(r"F_{\rm true} \sim \frac{1}{\sqrt{2\pi\sigma^2}}\exp\left[\frac{-(F - \mu)^2}{2\sigma^2}\right]"),
    Formula(r"p(\{x_i\}, \{y_i\},\{e_i\}~|~\theta,\{g_i\},\sigma,\sigma_b) = \frac{g_i}{\sqrt{2\pi e_i^2}}\exp\left[\frac{-\left(\hat{y}(x_i~|~\theta) - y_i\right)^2}{2e_i^2}\right] + \frac{1 - g_i}{\sqrt{2\pi \sigma_B^2}}", "(9)"),
    Formula(r"\begin{equation}\begin{split} a &= b \\ &= \frac{c}{d} \end{split}\end{equation}", "(10)"),
    Formula(r"\begin{aligned} \dot{x} &= \sigma(y - x) \\ \dot{y} &= \rho x - y - xz \\ \dot{z} &= -\beta z + xy \end{aligned}", "(11)"),
    Formula(r"T^{\mu\nu}{}_{\rho} = \delta^\mu_\rho x^{a_{b_c}} y_{n^{m}}"),
    Formula(r"\ell, \Re z, \Im z, \aleph_0, \partial, \infty, \angle, \perp, \parallel, \dagger, \ldots, \cdots"),
]  # fmt: skip

_COLUMNS = 3
_SCALE = 2.6


def sheet() -> Image.Image:
    """Return all formulas on one picture, those without a picture by their reason."""
    tiles = [tile(formula, made) for formula, made in formulas.draw(FORMULAS).items()]
    rows = [tiles[at : at + _COLUMNS] for at in range(0, len(tiles), _COLUMNS)]
    width = max(tile.width for tile in tiles)
    whole = Image.new("L", (width * _COLUMNS, sum(max(t.height for t in row) for row in rows)), 255)
    top = 0
    for row in rows:
        for column, picture in enumerate(row):
            whole.paste(picture, (column * width, top))
        top += max(picture.height for picture in row)
    return whole


def tile(formula: Formula, made: bytes | str) -> Image.Image:
    """Return one formula's picture in a frame."""
    if isinstance(made, str):
        picture = Image.new("L", (1400, 160), 220)
        ImageDraw.Draw(picture).text((20, 20), f"{formula.tex}\n{made}", fill=0, font_size=36)
    else:
        picture = Image.open(io.BytesIO(made)).convert("L")
    small = picture.resize((round(picture.width / _SCALE), round(picture.height / _SCALE)))
    ImageDraw.Draw(small).rectangle((0, 0, small.width - 1, small.height - 1), outline=200)
    return small


if __name__ == "__main__":
    target = sys.argv[1] if len(sys.argv) > 1 else str(Path(__file__).with_name("formulas.png"))
    sheet().save(target, optimize=True)

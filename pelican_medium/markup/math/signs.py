"""The commands and signs of TeX, and what each is in Unicode."""

from __future__ import annotations

from pelican_medium.model.text import SUBSCRIPTS, SUPERSCRIPTS


def _table(text: str) -> dict[str, str]:
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


_ORDINARY = _table(r"""
    alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι
    kappa κ lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ
    upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ
    Upsilon Υ Phi Φ Psi Ψ Omega Ω infty ∞ partial ∂ nabla ∇ hbar ℏ ell ℓ Re ℜ Im ℑ wp ℘ aleph ℵ
    emptyset ∅ varnothing ∅ forall ∀ exists ∃ nexists ∄ neg ¬ lnot ¬ top ⊤ bot ⊥ angle ∠ degree °
    triangle △ square □ Box □ ldots … dots … dotsc … cdots ⋯ dotsb ⋯ imath ı jmath ȷ vert | Vert ‖
""")
_RELATIONS = _table(r"""
    leq ≤ le ≤ geq ≥ ge ≥ neq ≠ ne ≠ lt < gt > equiv ≡ sim ∼ simeq ≃ approx ≈ cong ≅ propto ∝
    in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ subsetneq ⊊ supset ⊃ supseteq ⊇ to → rightarrow →
    gets ← leftarrow ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ implies ⟹ iff ⟺
    longrightarrow ⟶ longleftarrow ⟵ Longrightarrow ⟹
    Longleftrightarrow ⟺ Longleftarrow ⟸ longleftrightarrow ⟷
    mapsto ↦ longmapsto ⟼ hookrightarrow ↪
    uparrow ↑ downarrow ↓ rightleftharpoons ⇌ ll ≪ gg ≫ prec ≺ succ ≻ preceq ⪯ succeq ⪰ mid ∣
    nmid ∤ parallel ∥ perp ⟂ vdash ⊢ models ⊨ doteq ≐ asymp ≍ lesssim ≲ gtrsim ≳ leqslant ⩽
    geqslant ⩾ triangleq ≜ coloneqq ≔ therefore ∴ because ∵
""")
_BINARY = _table(r"""
    times × cdot · pm ± mp ∓ div ÷ ast ∗ star ⋆ circ ∘ bullet • oplus ⊕ ominus ⊖ otimes ⊗ odot ⊙
    cup ∪ cap ∩ setminus ∖ wedge ∧ land ∧ vee ∨ lor ∨ dagger † ddagger ‡ uplus ⊎ sqcup ⊔ sqcap ⊓
""")
_SUMS = _table(r"""
    sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ iiint ∭ oint ∮ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂
    bigvee ⋁ bigwedge ⋀
""")
_OPENING = _table("langle ⟨ lfloor ⌊ lceil ⌈ lbrace { lbrack [ lvert | lVert ‖")
_CLOSING = _table("rangle ⟩ rfloor ⌋ rceil ⌉ rbrace } rbrack ] rvert | rVert ‖")

#: The functions that TeX knows by name.
FUNCTIONS = frozenset(
    [
        *("arccos", "arcsin", "arctan", "arg", "cos", "cosh", "cot", "coth", "csc", "deg", "det"),
        *("dim", "exp", "gcd", "hom", "inf", "ker", "lg", "lim", "ln", "log", "max", "min", "mod"),
        *("Pr", "sec", "sin", "sinh", "sup", "tan", "tanh"),
    ]
)

_KINDS: dict[str, dict[str, str]] = {
    "ord": _ORDINARY,
    "rel": _RELATIONS,
    "bin": _BINARY,
    "op": {**_SUMS, **{name: name for name in FUNCTIONS - {"mod"}}},
    "open": _OPENING,
    "close": _CLOSING,
}
COMMANDS = {name: (sign, kind) for kind, t in _KINDS.items() for name, sign in t.items()}
COMMANDS["bmod"] = ("mod", "rel")

#: Signs as they stand: MathML and some authors write them instead of the commands.
SIGNS: dict[str, tuple[str, str]] = {
    **{sign: (sign, kind) for sign, kind in COMMANDS.values() if len(sign) == 1},
    **{sign: (sign, "rel") for sign in "=<>"},
    **{sign: (sign, "open") for sign in "(["},
    **{sign: (sign, "close") for sign in ")]"},
    **{sign: (sign, "punct") for sign in ",;"},
    **{sign: (sign, "ord") for sign in "|‖/:.!?@"},
    "+": ("+", "bin"),
    "-": ("−", "bin"),
    "−": ("−", "bin"),
    "*": ("*", "bin"),
}
ESCAPED: dict[str, tuple[str, str]] = {
    **{sign: (sign, "ord") for sign in "%&#_"},
    "{": ("{", "open"),
    "}": ("}", "close"),
    "|": ("‖", "ord"),
}

#: What is a raised sign by itself.
RAISED = {"∘": "°", "°": "°", "′": "′", "†": "†", "‡": "‡", "*": "*", "∗": "*"}
HIGH, LOW = frozenset(SUPERSCRIPTS.values()), frozenset(SUBSCRIPTS.values())

#: All that is raised or lowered.
SCRIPTS = HIGH | LOW

ACCENTS = {
    "hat": "\u0302",
    "widehat": "\u0302",
    "tilde": "\u0303",
    "widetilde": "\u0303",
    "bar": "\u0304",
    "overline": "\u0304",
    "dot": "\u0307",
    "ddot": "\u0308",
    "vec": "\u20d7",
}
ALPHABETS = {
    "mathbb": "DOUBLE-STRUCK",
    "mathbf": "BOLD",
    "mathcal": "SCRIPT",
    "mathscr": "SCRIPT",
    "mathfrak": "FRAKTUR",
}
UPRIGHT = {"mathrm", "text", "textrm", "mbox", "textnormal", "mathit", "textit", "operatorname"}
SPACES = {",", ";", ":", " ", "quad", "qquad", "enspace", "thinspace"}
LOOKS = {
    *("displaystyle", "textstyle", "limits", "nolimits", "!", "big", "Big", "bigg", "Bigg"),
    *("bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr", "Biggl", "Biggr", "left", "right"),
    "middle",
    *("mathop", "mathrel", "mathbin", "mathord", "nonumber"),
}
VULGAR = _table(
    "1/2 ½ 1/3 ⅓ 2/3 ⅔ 1/4 ¼ 3/4 ¾ 1/5 ⅕ 2/5 ⅖ 3/5 ⅗ 4/5 ⅘ 1/6 ⅙ 5/6 ⅚ 1/8 ⅛ 3/8 ⅜ 5/8 ⅝ 7/8 ⅞"
)

#: Known, though no line of Unicode says all of them.
KNOWN = frozenset(
    {
        *COMMANDS,
        *(UPRIGHT | ACCENTS.keys() | ALPHABETS.keys() | LOOKS | SPACES),
        *("frac", "dfrac", "tfrac", "cfrac", "sqrt", "binom", "dbinom", "pmod", "not"),
        *("underline", "overbrace", "underbrace", "overset", "underset", "stackrel", "substack"),
        *("boldsymbol", "bm", "rm", "mathsf", "mathtt", "textbf", "texttt", "xrightarrow", "vdots"),
        *(
            "ddots",
            "bf",
            "cal",
            "begin",
            "color",
            "boxed",
            "hspace",
            "label",
            "tag",
            "ket",
            "bra",
            "ref",
            "eqref",
        ),
    }
)

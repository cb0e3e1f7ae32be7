"""What stands below each post unless the author says otherwise, in the common languages."""

from __future__ import annotations

from collections.abc import Mapping

_SENTENCES: Mapping[str, str] = {
    "en": "Originally published at {link}.",
    "de": "Ursprünglich veröffentlicht auf {link}.",
    "es": "Publicado originalmente en {link}.",
    "fr": "Publié à l’origine sur {link}.",
    "it": "Pubblicato originariamente su {link}.",
    "ja": "初出：{link}",
    "nl": "Oorspronkelijk gepubliceerd op {link}.",
    "pl": "Pierwotnie opublikowano na stronie {link}.",
    "pt": "Publicado originalmente em {link}.",
    "ru": "Впервые опубликовано на сайте {link}.",
    "zh": "原文发表于 {link}。",
    "zh-hant": "原文發表於 {link}。",
    "zh-hk": "原文發表於 {link}。",
    "zh-tw": "原文發表於 {link}。",
}

_LINK = '<a href="{canonical}">{original}</a>'

FOOTERS: Mapping[str, str] = {
    lang: f"<p><em>{sentence.replace('{link}', _LINK)}</em></p>"
    for lang, sentence in _SENTENCES.items()
}

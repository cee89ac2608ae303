"""English: commands `leads` and `explain`."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "command.explain": "Tell the method behind a number. TOPIC is an outcome, zone, factor, section, format or figure; with PATHs, this run's figures too.",
    "explain.foot": "\nsmmfunnel explain TOPIC tells one of them; with PATHs after it, with the figures of these files.\nThe name of a rule of the ledger or of an export format is a topic too.\nsmmfunnel explain --lead ID PATH... tells the story of one lead.",
    "explain.head": "Topics of smmfunnel explain:",
    "explain.kind.factor": "factor",
    "explain.kind.method": "method",
    "explain.kind.number": "number",
    "explain.kind.outcome": "outcome",
    "explain.kind.section": "section",
    "explain.kind.stage": "stage",
    "explain.kind.zone": "zone",
    "explain.no_figures": "These files have no figures on it.",
    "explain.part.change": "Changed by",
    "explain.part.example": "Example",
    "explain.part.formula": "Formula",
    "explain.part.limits": "Limits",
    "explain.part.needs": "Needs",
    "explain.part.outcome": "Outcome",
    "explain.part.see": "See",
    "explain.part.source": "Source",
    "explain.part.unless": "Unless",
    "explain.part.when": "When",
    "explain.part.zone": "Zone",
    "option.explain_lead": "Tell the story of the lead with this id: its fields, the rules tried, the one that fired, its worth.",
    "option.explain_words": "A topic, then files and folders of exports; nothing lists the topics.",
}

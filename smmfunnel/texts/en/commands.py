"""English: commands."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "command.analyze": (
        "Print the funnel from impressions to sales. Counts, rates with their intervals, money, "
        "segments, and all that was left out."
    ),
    "command.check": (
        "Audit the files before any number. Their formats, rows, dates, totals, how they match, "
        "and what they are fit for."
    ),
    "command.demo": ("Write a synthetic agency's exports. Its second month loses sales for a known cause."),
    "command.epilog": "smmfunnel COMMAND --help tells the options of a command.",
    "command.formats": ("List the known exports. With NAME, the columns of one and how to export it from the product."),
    "command.init": ("Write a commented smmfunnel.yaml. It begins with the files' own headers, statuses and reasons."),
    "command.schema": "Print the JSON Schema of an output. Or that of the configuration.",
    "command.smmfunnel": ("Where were the sales lost, and in whose zone: the funnel of advertising and CRM exports."),
    "demo.config": """\
# A synthetic agency: scenario {scenario}, seed {seed}.
# From 1 September 2026: {cause}.
# The files are read without this configuration; it adds what no export can know.

currency: RUB

# What the client pays the agency besides the advertising money: ROMI counts it as a cost.
costs:
  agency_fee_per_month: 60000

# What Yandex Direct counts as conversions are applications here, not sales.
conversions:
  yandex: leads

# This client's own stage of the CRM: somebody who lets a window be measured is qualified.
statuses:
  Замер назначен: qualified
""",
    "demo.next": "Next: smmfunnel analyze {path}",
    "demo.written": "{n} file is in {path}. || {n} files are in {path}.",
    "failure.hint": "hint: {hint}",
    "formats.columns": "Columns, and the headers each is known by:",
    "formats.export": "How to export it:",
    "formats.ignored": "Known and without use:",
    "formats.kind": "KIND",
    "formats.languages": "HEADERS IN",
    "formats.lead_results": "Results that are leads:",
    "formats.name": "FORMAT",
    "formats.reasons": "Loss reasons, beside the shared words of the file's language:",
    "formats.source": "Evidence:",
    "formats.statuses": "Statuses, beside the shared words of the file's language:",
    "formats.title": "EXPORT",
    "formats.words": "Words of {column}:",
    "init.unchanged": "{path} stays as it is: the files show nothing new.",
    "init.written": "{path} is written: read it through, fill in what is commented out.",
    "kind.ads": "advertising figures",
    "kind.deals": "deals",
    "kind.leads": "leads",
    "kind.touches": "calls, messages and other touches",
    "kind.visits": "visits of the site",
    "option.as": "Read PATH (a file name, * for any characters) as FORMAT. Repeatable.",
    "option.attempts": "Tries to reach a person before giving up, by default 6.",
    "option.as_of": "The day the report is made for, by default the last day in the data.",
    "option.by": "Cut the funnel by this dimension too. Repeatable.",
    "option.config": "Configuration, by default ./smmfunnel.yaml, else that of the input folder.",
    "option.currency": "Currency of the report, like RUB.",
    "option.date_order": "Order of day, month and year, where the values leave it open.",
    "option.debug": "Show where in the program a failure came from.",
    "option.decimal": "Decimal mark, where the values leave it open.",
    "option.delimiter": "Delimiter of text files: one character, or `tab`.",
    "option.demo_dir": "Folder to write into.",
    "option.demo_seed": "Another number, another agency with the same cause.",
    "option.document": "Which document.",
    "option.encoding": "Encoding of text files, like cp1251.",
    "option.fail_on": "Exit with code 1 if this is true, like `money.cpl > 500`. Repeatable.",
    "option.force": "Write the file anew if it is there already.",
    "option.format": "Form of the report on standard output, by default table.",
    "option.format_file": "A file that describes a format of your own. Repeatable.",
    "option.format_name": "A format, as the list names it.",
    "option.horizon": "Days a lead is given to become a sale, like 60d; by default chosen from the data.",
    "option.init_output": "File to write; - is standard output.",
    "option.lang": "Language of the texts.",
    "option.max_rejects": "Share of rows that may be rejected before the run fails, by default 5%.",
    "option.no_color": "No colours; NO_COLOR, FORCE_COLOR and TERM=dumb are heeded as well.",
    "option.output": ("Write a file, its form told by its ending; DIR/ gets one CSV a section. Repeatable."),
    "option.paths": "Files and folders of exports, ads and CRM together; - is standard input.",
    "option.period": "Days to report on: 2026-09-01..2026-09-30, 2026-09, last-week, last-month, ….",
    "option.quiet": "No progress and no remarks on stderr, errors excepted.",
    "option.rates": "File of rates to the report's currency, a line `USD: 81.5` each.",
    "option.reference": "What to compare with: a span like those of --period, previous, last-year, before:DAY, targets, control or standards.",
    "option.rejects": "Write the rejected rows to this file, with their lines and reasons.",
    "option.scenario": "What goes wrong in the second month.",
    "option.section": "Only this part of the answer. Repeatable.",
    "option.seed": "Seed of the random draws.",
    "option.sla": "Time within which both sides agreed to answer a lead, like 15m or 1h.",
    "option.tz": "Time zone of the report, like Europe/Moscow.",
    "option.update": "Add what is new to the file that is there, and keep its comments and order.",
    "option.version": "Print the version and stop.",
    "option.width": "Columns the table may take; a pipe gets as many as it needs.",
    "run.condition_open": "smmfunnel: {condition} cannot be told: the report has no such figure",
    "run.condition_true": "smmfunnel: {condition} is true",
    "run.written": "{path} is written.",
    "scenario.clickbait": "social ads promise too much: more clicks, but junk in over half of their leads",
    "scenario.less-budget": "half the advertising money is spent",
    "scenario.nothing": "nothing changes, both months are alike",
    "scenario.price": "the price repels: of the people who are reached, fewer than half as many buy",
    "scenario.slow-sales": "the first call comes after most of a day instead of within half an hour",
    "scenario.slow-site": "nearly half of the people who used to see the site leave before it opens",
    "scenario.untouched": "two leads of five are never called",
    "scenario.weak-creative": "social ads are clicked half as often",
    "starter.all_mapped": "# every word of these files has a meaning already",
    "starter.generic": "{path} is read as {title}; what its headers do not tell looks like this:",
    "starter.head": """\
# smmfunnel.yaml, begun by `smmfunnel init`. Every key may be left out; `smmfunnel schema config` explains
# them all, and the command line wins over this file.

# What the report is about: days, or a name like last-month.
# period: 2026-09-01..2026-09-30
# reference: previous
# timezone: Europe/Moscow

# The report's currency, and what others are worth in it: two currencies are never added without a rate.
# currency: RUB
# rates: {{USD: 81.5}}

# What the client pays the agency besides the advertising money: ROMI counts it as a cost.
# costs:
#   agency_fee_per_month: 60000

# Sources of leads as the CRM writes them, beside the built-in lists.
# sources:
#   smm: [таргет, посевы]
#   other: [2ГИС]

# Campaigns for attention rather than leads, kept out of the cost per lead.
# awareness: ["* охват *"]

# What the agency and the sales department agreed on. Without `sla` nobody agreed on a time of response, and
# the ledger shows 15 minutes, 1 hour, 4 hours and 24 hours side by side.
# sla: 1h
# attempts: 6
# horizon: 60d

# Hours leads are worked in: response times then count these only.
# worktime:
#   days: mon-fri
#   hours: 09:00-19:00
#   other_hours: {{sat: 10:00-15:00}}
#   holidays: [2026-11-04, 2027-01-01..2027-01-08]
#   timezone: Europe/Moscow

# Sources besides advertising that the same sales team works: what hits them too is not SMM's doing.
# control: [2ГИС, рекомендация]

# A plan or a promise, where there is no month to compare with; counts carry their own uncertainty.
# targets: {{ctr: 1.2%, lead_rate: 4%, lead_sale: 30/250, average_deal: 48000}}

# The zone of a factor, where both sides agreed on another than the usual one.
# zones: {{landing_rate: smm}}

# Rules of the ledger in place of the built-in ones.
# rules: rules.yaml
""",
    "starter.left": "no canonical column fits these: map them above, or leave them out here",
    "starter.meanings": "# In place of unmapped: {meanings}.",
    "starter.no_files": "# Every file is of a known format: nothing has to be mapped.\n# files:",
    "starter.no_kind": "What is a row of it: ads, visits, leads, deals or touches? Without an answer it is left out.",
    "starter.not_read": "not read: {headers}",
    "starter.reasons": "# Loss reasons in the CRM's words, and what they mean.",
    "starter.statuses": "# Statuses in the CRM's words, and what they mean.",
    "starter.unknown": "{path} is of no known format; its columns look like these:",
    "usage.as": '"{value}" is not FORMAT:PATH, like meta_ads:report.csv',
    "usage.condition": '"{value}" is not a condition like money.cpl>500 or funnel.sales.rate<10%',
    "usage.currency": '"{value}" is not a currency code like RUB',
    "usage.day": '"{value}" is neither a day like 2026-09-30 nor today',
    "usage.delimiter": '"{value}" is not a delimiter: write one character, or tab',
    "usage.days": '"{value}" is not 1 to 3,650 whole days, like 60d',
    "usage.encoding": '"{value}" is not an encoding like utf-8 or cp1251',
    "usage.minutes": '"{value}" is not whole minutes, like 15m, 1h or 1d',
    "usage.near": " Did you mean {near}?",
    "usage.section": 'there is no section "{value}".{near} There are: {known}',
    "usage.share": '"{value}" is not a share like 5% or 0.05',
    "usage.zone": '"{value}" is not a time zone like Europe/Moscow',
}

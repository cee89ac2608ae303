"""Names of months in the languages of exports."""

from __future__ import annotations

_NAMES = {
    1: "jan january янв января январь січ січня січень ene enero janv janvier januar jän jänner janeiro",
    2: "feb february фев февр февраля февраль лют лютого лютий febrero fév févr février februar fev fevereiro",
    3: "mar march мар марта март бер берез березня березень marzo mars mär märz mrz março",
    4: "apr april апр апреля апрель квіт квітня квітень abr abril avr avril",
    5: "may май мая трав травня травень mayo mai maio",
    6: "jun june июн июня июнь черв червня червень junio juin juni junho",
    7: "jul july июл июля июль лип липня липень julio juil juillet juli julho",
    8: "aug august авг августа август серп серпня серпень ago agosto août aout",
    9: "sep sept september сен сент сентября сентябрь вер верес вересня вересень septiembre septembre set setembro",
    10: "oct october окт октября октябрь жовт жовтня жовтень octubre octobre okt oktober out outubro",
    11: "nov november ноя нояб ноября ноябрь лист листоп листопада листопад noviembre novembre novembro",
    12: "dec december дек декабря декабрь груд грудня грудень dic diciembre déc décembre dez dezember dezembro",
}
MONTHS = {name: number for number, names in _NAMES.items() for name in names.split()}
"""Name or short name in small letters, without a final dot, to the month's number."""

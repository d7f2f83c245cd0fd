"""What vobject makes of two files of cards, or icalendar of two calendars, property by property, as JSON.

compare.py cards|calendar BEFORE AFTER: {"same": how many, "gone": [...], "new": [...], "zones": [...]}
"""
import datetime
import hashlib
import json
import sys
from collections import Counter

import icalendar
import pytz
import vobject
from icalendar.windows_to_olson import WINDOWS_TO_OLSON


def flat(value):
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, (list, tuple)):
        return "|".join(flat(each) for each in value)
    if hasattr(value, "family"):
        return flat([value.family, value.given, value.additional, value.prefix, value.suffix])
    if hasattr(value, "street"):
        parts = [value.box, value.extended, value.street, value.city, value.region, value.code, value.country]
        return flat(parts)
    return str(value).replace("\r\n", "\n")


def of_card(card):
    for line in card.getChildren():
        if not hasattr(line, "value"):
            yield from of_card(line)
            continue
        # What says how the value travels is no part of what it says.
        params = sorted(
            (name.upper(), tuple(sorted(each.lower() for value in values for each in value.split(","))))
            for name, values in line.params.items()
            if name.upper() not in ("CHARSET", "ENCODING")
        )
        yield line.name.upper(), flat(line.value), str([(line.group or "").lower(), params])


def cards(path):
    with open(path, newline="", encoding="utf-8") as file:
        text = file.read()
    return [list(of_card(card)) for card in vobject.readComponents(text, allowQP=True, ignoreUnreadable=True)]


def moment(value):
    if isinstance(value, datetime.datetime) and value.tzinfo:
        return value.astimezone(pytz.utc).isoformat()
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def said(value):
    if hasattr(value, "dts"):
        return "|".join(moment(each.dt) for each in value.dts)
    if hasattr(value, "dt"):
        return moment(value.dt)
    text = value.to_ical() if hasattr(value, "to_ical") else value
    return text.decode() if isinstance(text, bytes) else str(text)


def of_entry(entry, within=""):
    for name, values in entry.items():
        for value in values if isinstance(values, list) else [values]:
            params = sorted((key.upper(), str(each)) for key, each in getattr(value, "params", {}).items())
            yield within + name.upper(), said(value), str(params)
    for inner in entry.subcomponents:
        yield from of_entry(inner, within + inner.name + ".")


def calendar(path):
    with open(path, "rb") as file:
        whole = icalendar.Calendar.from_ical(file.read())
    entries = [part for part in whole.subcomponents if part.name in ("VEVENT", "VTODO", "VJOURNAL")]
    return [list(of_entry(entry)) for entry in entries]


def zones(path):
    with open(path, "rb") as file:
        whole = icalendar.Calendar.from_ical(file.read())
    return {str(zone["TZID"]): zone.to_tz() for zone in whole.walk("VTIMEZONE")}


def offset(zone, at):
    return at.replace(tzinfo=pytz.utc).astimezone(zone).utcoffset()


def strange_zones(before, after):
    """Zones whose clocks show another time than those that they are named for, and when first."""
    given = zones(before)
    for name, zone in zones(after).items():
        known = WINDOWS_TO_OLSON.get(name, name)
        true = pytz.timezone(known) if known in pytz.all_timezones_set else given[name]
        at = datetime.datetime(1971, 1, 1)
        while at.year < 2037:
            if offset(zone, at) != offset(true, at):
                yield [name, at.isoformat()]
                break
            at += datetime.timedelta(days=5, hours=7)


def main(kind, before, after):
    read = cards if kind == "cards" else calendar
    one, other = read(before), read(after)
    counts = [Counter((index, *each) for index, part in enumerate(parts) for each in part) for parts in (one, other)]
    result = {
        "same": sum((counts[0] & counts[1]).values()),
        "gone": [list(each) for each in (counts[0] - counts[1]).elements()],
        "new": [list(each) for each in (counts[1] - counts[0]).elements()],
        "zones": [] if kind == "cards" else list(strange_zones(before, after)),
    }
    json.dump(result, sys.stdout)


main(*sys.argv[1:])

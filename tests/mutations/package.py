"""Mutations of ``datapackage.json`` and of the map."""

from __future__ import annotations

import json
import re

from tests.mutations.copying import MAP, Copy
from tests.mutations.score import Answer, breaks

PACKAGE = "datapackage.json"


def field(copy: Copy, table: str, name: str, **changes: object) -> Answer:
    """Change a field of the data package."""
    copy.field(table, name).update(changes)
    return Answer(PACKAGE, None, f"resources.{table}.{name}")


def limit(copy: Copy, table: str, name: str, **changes: object) -> Answer:
    """Change the constraints of a field."""
    copy.field(table, name).setdefault("constraints", {}).update(changes)
    return Answer(PACKAGE, None, f"resources.{table}.{name}")


@breaks("package")
def made_in_2099(copy):
    copy.package["created"] = "2099-11-26T00:00:00Z"
    return Answer(PACKAGE, None, "created")


@breaks("package")
def version_of_2099(copy):
    copy.package["version"] = "2099.12.1"
    return Answer(PACKAGE, None, "version")


@breaks("package")
def made_and_versioned_in_2099(copy):
    copy.package.update(created="2099-11-26T00:00:00Z", version="2099.12.1")
    return Answer(PACKAGE, None, "created")


@breaks("package")
def vintage_of_1901(copy):
    copy.package["vintage"] = "1901-01-01"
    return Answer(PACKAGE, None, "vintage")


@breaks("package")
def vintage_a_year_early(copy):
    copy.package["vintage"] = "2025-02-20"
    return Answer(PACKAGE, None, "vintage")


@breaks("package")
def vintage_after_it_was_made(copy):
    copy.package["vintage"] = "2027-02-20"
    return Answer(PACKAGE, None, "vintage")


@breaks("package")
def version_a_number(copy):
    copy.package["version"] = 2026.12
    return Answer(PACKAGE, None, "version")


@breaks("package")
def version_a_word(copy):
    copy.package["version"] = "latest"
    return Answer(PACKAGE, None, "version")


@breaks("package")
def enum_a_number(copy):
    return limit(copy, "events", "kind", enum=5)


@breaks("package")
def enum_of_numbers(copy):
    return limit(copy, "events", "confidence", enum=[1, 2, 3])


@breaks("package")
def enum_empty(copy):
    return limit(copy, "states", "un_status", enum=[])


@breaks("package")
def enum_lacks_a_word_of_the_package(copy):
    words = copy.field("events", "kind")["constraints"]["enum"]
    words.remove("accession")
    answer = field(copy, "events", "kind")
    return Answer(PACKAGE, None, answer.column, "accession", harmful="Did you mean")


@breaks("package")
def enum_lacks_a_word_of_the_data(copy):
    copy.field("states", "region")["constraints"]["enum"].remove("Africa")
    return Answer(PACKAGE, None, "resources.states.region", "Africa", harmful="Did you mean")


@breaks("package")
def enum_holds_a_word_nobody_knows(copy):
    copy.field("events", "kind")["constraints"]["enum"].append("vanished")
    return Answer(PACKAGE, None, "resources.events.kind", "vanished")


@breaks("package")
def minimum_a_word(copy):
    return limit(copy, "events", "votes_for", minimum="none")


@breaks("package")
def minimum_an_object(copy):
    return limit(copy, "borders", "km", minimum={"value": 1})


@breaks("package")
def minimum_no_day(copy):
    return limit(copy, "events", "effect", minimum="1850")


@breaks("package")
def minimum_above_maximum(copy):
    return limit(copy, "totals", "published", minimum=900, maximum=2)


@breaks("package")
def required_a_word(copy):
    return limit(copy, "events", "state", required="yes")


@breaks("package")
def longest_a_word(copy):
    return limit(copy, "events", "summary", maxLength="300")


@breaks("package")
def pattern_that_does_not_end(copy):
    return limit(copy, "events", "sources", pattern="^([a-z0-9_]+;?)+$")


@breaks("package")
def pattern_that_nests(copy):
    return limit(copy, "events", "body", pattern="^(.*)*(.*)*x$")


@breaks("package")
def pattern_that_doubles(copy):
    return limit(copy, "events", "note", pattern="^(a|[a-z ]|A|.)*!$")


@breaks("package")
def pattern_a_number(copy):
    return limit(copy, "events", "reference", pattern=7)


@breaks("package")
def pattern_broken(copy):
    return limit(copy, "events", "reference", pattern="^(C")


@breaks("package")
def pattern_that_nothing_meets(copy):
    answer = limit(copy, "borders", "state_a", pattern="^[0-9]+$")
    return Answer(PACKAGE, None, answer.column)


@breaks("package")
def type_of_nothing(copy):
    return field(copy, "events", "votes_for", type="float64")


@breaks("package")
def type_a_list(copy):
    return field(copy, "events", "votes_for", type=["integer"])


@breaks("package")
def separator_a_number(copy):
    return field(copy, "events", "sources", separator=3)


@breaks("package")
def separator_another(copy):
    return field(copy, "events", "sources", separator="|")


@breaks("package")
def reference_to_nothing(copy):
    return field(copy, "events", "state", references="state.states")


@breaks("package")
def fields_null(copy):
    copy.resource("events")["schema"]["fields"] = None
    return Answer(PACKAGE, None, "resources.events.schema.fields")


@breaks("package")
def a_field_null(copy):
    copy.resource("events")["schema"]["fields"][3] = None
    return Answer(PACKAGE, None, ("resources.events.kind", "resources.events.schema.fields"))


@breaks("package")
def constraints_null(copy):
    return field(copy, "events", "kind", constraints=None)


@breaks("package")
def constraints_a_list(copy):
    return field(copy, "events", "kind", constraints=["required"])


@breaks("package")
def name_null(copy):
    copy.field("events", "body")["name"] = None
    return Answer(PACKAGE, None, ("resources.events.body", "resources.events.schema.fields"))


@breaks("package")
def schema_null(copy):
    copy.resource("events")["schema"] = None
    return Answer(PACKAGE, None, "resources.events.schema.fields")


@breaks("package")
def resources_null(copy):
    copy.package["resources"] = None
    return Answer(PACKAGE, None, "resources")


@breaks("package")
def resource_twice(copy):
    copy.package["resources"].append({**copy.resource("events"), "schema": {"fields": []}})
    return Answer(PACKAGE, None, "resources.events")


@breaks("package")
def resource_missing(copy):
    copy.package["resources"].remove(copy.resource("groups"))
    return Answer(PACKAGE, None, "resources.groups")


@breaks("package")
def field_missing(copy):
    copy.resource("events")["schema"]["fields"].remove(copy.field("events", "kind"))
    return Answer(PACKAGE, None, "resources.events.kind")


@breaks("package")
def key_of_no_column(copy):
    copy.resource("events")["schema"]["uniqueKeys"] = [["treaty", "sate"]]
    return Answer(PACKAGE, None, "resources.events.uniqueKeys", "sate")


@breaks("package")
def path_of_another_table(copy):
    copy.resource("events")["path"] = "states.csv"
    return Answer(PACKAGE, None, "resources.events.path", "states.csv")


@breaks("package")
def endless_nesting(copy):
    copy.files[PACKAGE] = b'{"a":' * 20000 + b"1" + b"}" * 20000
    return Answer(PACKAGE)


@breaks("package")
def a_number_in_place_of_the_package(copy):
    copy.files[PACKAGE] = b"7"
    return Answer(PACKAGE)


@breaks("package")
def package_cut_in_half(copy):
    text = copy.text(PACKAGE)
    copy.files[PACKAGE] = text[: len(text) // 2]
    return Answer(PACKAGE)


@breaks("package")
def a_number_without_end(copy):
    text = copy.text(PACKAGE).decode()
    copy.files[PACKAGE] = re.sub('"version": "[^"]*"', f'"version": {"9" * 6000}', text).encode()
    return Answer(PACKAGE)


@breaks("package")
def not_a_number(copy):
    text = copy.text(PACKAGE).decode()
    copy.files[PACKAGE] = re.sub('"version": "[^"]*"', '"version": NaN', text).encode()
    return Answer(PACKAGE, None, ("version", ""))


@breaks("map")
def shape_null(copy):
    copy.shape("LVA")["geometry"] = None
    return Answer(MAP, None, "", "LVA")


@breaks("map")
def shape_without_points(copy):
    copy.shape("EST")["geometry"] = {"type": "Polygon", "coordinates": []}
    return Answer(MAP, None, "", "EST")


@breaks("map")
def shape_a_point(copy):
    copy.shape("FIN")["geometry"] = {"type": "Point", "coordinates": [25.0, 60.0]}
    return Answer(MAP, None, "", "FIN")


@breaks("map")
def shape_of_words(copy):
    copy.shape("POL")["geometry"] = {"type": "Polygon", "coordinates": [[["a", "b"]]]}
    return Answer(MAP, None, "", "POL")


@breaks("map")
def shape_off_the_globe(copy):
    copy.shape("LTU")["geometry"] = {
        "type": "Polygon", "coordinates": [[[2500, 600], [2600, 600], [2600, 700], [2500, 600]]]
    }  # fmt: skip
    return Answer(MAP, None, "", "LTU")


@breaks("map")
def shape_missing(copy):
    copy.map["features"].remove(copy.shape("LVA"))
    return Answer(MAP, None, "", "LVA")


def exchange(copy: Copy, first: str, second: str, *names: str) -> None:
    one, other = copy.shape(first)["properties"], copy.shape(second)["properties"]
    for name in names:
        one[name], other[name] = other[name], one[name]


@breaks("map")
def two_codes_swapped(copy):
    exchange(copy, "LVA", "PRT", "iso3")
    return Answer(MAP, None, "", "LVA")


@breaks("map")
def two_neighbours_swapped(copy):
    exchange(copy, "EST", "LTU", "iso3")
    return Answer(MAP, None, "", "EST")


@breaks("map")
def two_shapes_swapped(copy):
    one, other = copy.shape("FIN"), copy.shape("ESP")
    one["geometry"], other["geometry"] = other["geometry"], one["geometry"]
    return Answer(MAP, None, "", "FIN")


@breaks("map")
def latitude_and_longitude_swapped(copy):
    shape = copy.shape("BLR")["geometry"]
    text = json.dumps(shape["coordinates"])
    pattern = r"\[(-?[\d.]+), (-?[\d.]+)\]"
    shape["coordinates"] = json.loads(re.sub(pattern, r"[\2, \1]", text))
    return Answer(MAP, None, "", "BLR")


@breaks("map")
def code_of_nobody(copy):
    copy.shape("LVA")["properties"]["iso3"] = "LVX"
    return Answer(MAP, None, "", "LVA")


@breaks("map")
def code_null(copy):
    copy.shape("LVA")["properties"]["iso3"] = None
    return Answer(MAP, None, "", "iso3")


@breaks("map")
def two_shapes_of_one_code(copy):
    copy.shape("ALA")["properties"]["iso3"] = "FIN"
    return Answer(MAP, None, "", "FIN")


@breaks("map")
def no_features(copy):
    copy.map["features"] = {}
    return Answer(MAP)


@breaks("map")
def endless_shape(copy):
    copy.files[MAP] = b'{"features":' + b"[" * 50000 + b"]" * 50000 + b"}"
    return Answer(MAP)


@breaks("map")
def properties_null(copy):
    copy.shape("LVA")["properties"] = None
    return Answer(MAP)

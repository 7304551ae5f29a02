"""The two queries that make a snapshot: the rows of some source files, and of a range of DOIs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cikrefs.registry.records import FIELDS
from cikrefs.registry.snapshot.folder import quoted
from cikrefs.registry.snapshot.sources import File, whole_size

KEPT: Final = (*FIELDS, "aliases")
"""The members of a work that a snapshot keeps."""
_LONGEST: Final = 1 << 26
"""Bytes of the longest line."""


def rows_of(group: Sequence[File]) -> str:
    """Return the query for the rows of some files: works, aliases, and what has no DOI.

    Columns: file, key, item, prime, indexed (a month); what has no DOI has neither key nor item.
    """
    paths = "[" + ", ".join(quoted(f'$."{name}"') for name in (*KEPT, "indexed")) + "]"
    members = ", ".join(f"{quoted(name)}, v[{at}]" for at, name in enumerate(KEPT, 1))
    aliases, indexed = f"v[{len(KEPT)}]", f"v[{len(KEPT) + 1}]"
    return f"""
        SELECT file, row.key, row.item, row.prime, indexed FROM (
            SELECT file, indexed, unnest(list_concat(
                [{{'key': key, 'item': item, 'prime': NULL::VARCHAR}}],
                [{{'key': lower(trim(one)), 'item': NULL::VARCHAR, 'prime': key}} FOR one IN aliases
                 IF lower(trim(one)) != key]
            )) AS row FROM (
                SELECT file, key, aliases, indexed,
                    CASE WHEN key IS NULL THEN NULL ELSE json_object({members})::VARCHAR END AS item
                FROM (
                    SELECT file, v, nullif(CASE WHEN json_type(v[1]) = 'VARCHAR' THEN
                        lower(trim(regexp_replace(v[1]->>'$', '\\s+', ' ', 'g'))) END, '') AS key,
                    CASE json_type({aliases})
                        WHEN 'ARRAY' THEN json_extract_string({aliases}, '$[*]')
                        WHEN 'VARCHAR' THEN [{aliases}->>'$'] ELSE [] END AS aliases,
                    left({indexed}->>'$."date-time"', 7) AS indexed
                    FROM (SELECT file, json_extract(json, {paths}) AS v FROM ({_objects(group)}))
                )
            )
        ) ORDER BY row.key"""


def _objects(group: Sequence[File]) -> str:
    """Return the query for the JSON of each work in some files of one layout."""
    names = "[" + ", ".join(quoted(file.path) for file in group) + "]"
    if group[0].layout == "lines":
        return (
            f"SELECT filename AS file, json FROM read_json_objects({names}, filename = true,"
            " format = 'newline_delimited', ignore_errors = true,"
            f" maximum_object_size = {_LONGEST})"
        )
    longest = max(_LONGEST, *(whole_size(file) + 1024 for file in group))
    return (
        "SELECT filename AS file, unnest(json_extract(json, '$.items[*]')) AS json FROM"
        f" read_json_objects({names}, filename = true, format = 'unstructured',"
        f" maximum_object_size = {longest})"
    )


RANGE_OF_SPAN: Final = """
    SELECT key, item, prime FROM span WHERE item IS NOT NULL UNION ALL
    SELECT key, NULL, min(prime) FROM span WHERE item IS NULL
        AND key NOT IN (SELECT key FROM span WHERE item IS NOT NULL)
    GROUP BY key HAVING min(prime) = max(prime) ORDER BY key"""
"""Works, and aliases that are no work's own DOI and lead to one work."""

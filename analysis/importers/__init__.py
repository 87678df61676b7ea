"""Importers: what others publish, compared with the register and added to it.

============== ==================================================
module         what it does
============== ==================================================
``page``       file to tree, or one reason why not
``acts``       a cell of the table to acts
``endnotes``   an end note to notices of withdrawal
``untc``       a status page of the UN Treaty Collection
``names``      state names to codes
``claims``     a page to acts of states
``difference`` acts against the register
``comparing``  a page against the register, with totals
``additions``  which new acts need no human
``rows``       new acts to rows
``writing``    rows into files
``protocol``   what an importer is
``registry``   which importers there are
``statuspage`` the importer of one saved page
``importing``  the door
``faults``     what is wrong with a source, all at once
``tabular``    another's table as text
``mapping``    which column of a table means what
``matching``   events of a table against the register
``mapped``     the importer of a table of events
``series``     the importer of pages of many days
``manners``    how a site is asked: slowly, and no more
``asking``     one page from a site, or one reason why not
``cache``      the pages that were fetched, with their days
``gathering``  the pages of all treaties, fetched or saved
``updating``   all pages against the register
============== ==================================================
"""

from analysis.importers.importing import Imported, import_from, import_untc

__all__ = ["Imported", "import_from", "import_untc"]

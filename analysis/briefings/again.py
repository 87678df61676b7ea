"""The command that makes a briefing again, as it can be typed where the package stands.

In a checkout the notebooks lie beside the package; where it was installed from a wheel, the command
writes the notebook first. A register of one's own is named by its folder.
"""

from __future__ import annotations

import shlex

from analysis.briefings.parameters import Parameters
from analysis.register import Register
from analysis.store.folder import FOLDER_VARIABLE, are_packed


def command_again(parameters: Parameters, register: Register) -> str:
    """Return the command that makes a briefing again, with the data of a register."""
    tables = register.tables
    data = ""
    if not tables.is_shipped and tables.folder is not None:
        data = f"{FOLDER_VARIABLE}={shlex.quote(tables.folder.resolve().name)} "
    if not are_packed():
        return f"{data}{parameters.again}"
    here = f"{parameters.name}.ipynb"
    run = parameters.again.replace(f"notebooks/{parameters.name}_briefing.ipynb", here, 1)
    return f"rollback notebook {parameters.name} > {here} && {data}{run}"

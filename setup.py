"""Puts the SQL of supabase/ into wheels. pyproject.toml has the rest of the package."""

from pathlib import Path
from shutil import copytree

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithSql(build_py):
    """Copies the migrations and functions to where app/database/sql_files.py looks for them in a wheel."""

    def run(self) -> None:
        """Build the packages, then add the SQL; an editable installation reads it in supabase/."""
        super().run()
        if not self.editable_mode:
            for folder in ("migrations", "functions_sql"):
                place = Path(self.build_lib, "app", "supabase", folder)
                copytree(Path("supabase", folder), place, dirs_exist_ok=True)


setup(cmdclass={"build_py": BuildWithSql})

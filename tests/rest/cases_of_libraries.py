"""Folders as a front-end shows them, and that nobody reads those of others."""

from tests.rest.cases import Case, call, read

LIBRARIES = (
    Case(
        "folders with their quizzes, without deleted ones",
        "ada",
        read("folders", "name,filed_quizzes(quizzes(title))", ("eq", "id", "$folder")),
        lambda data: (
            len(data) == 1
            and sorted(str(filed["quizzes"]) for filed in data[0]["filed_quizzes"])
            == ["None", "{'title': 'Capitals'}"]
        ),
    ),
    Case(
        "a folder with the one that it is in",
        "ada",
        read("folders", "name,parent:parent_id(name)", ("eq", "parent_id", "$folder")),
        [{"name": "Europe", "parent": {"name": "Geography"}}],
    ),
    Case(
        "quizzes with their folder",
        "ada",
        read("quizzes", "title,filed_quizzes(folders(name))", ("eq", "id", "$capitals")),
        [{"title": "Capitals", "filed_quizzes": [{"folders": {"name": "Geography"}}]}],
    ),
    Case(
        "the quizzes of a folder",
        "ada",
        read("quizzes", "title,filed_quizzes!inner()", ("eq", "filed_quizzes.folder_id", "$folder")),
        [{"title": "Capitals"}],
    ),
    Case(
        "folders with how many quizzes are in them",
        "ada",
        call("list_folders", {}),
        lambda data: (
            [(each["name"], each["level"], each["quiz_count_in_all"]) for each in data["items"]]
            == [("Geography", 1, 1), ("Europe", 2, 0)]
        ),
    ),
    Case("others read no folder", "eve", read("folders", "name"), []),
    Case("nor what is in it", "eve", read("filed_quizzes", "quiz_id"), []),
    Case("nobody has folders", "anon", read("folders", "name"), error="42501", status=401),
    Case(
        "a folder of somebody else can't be used",
        "eve",
        call("create_folder", {"name": "In hers", "parent_id": "$folder"}),
        error="PT404",
        status=404,
    ),
)

from pathlib import Path

from reading import fresh

from tests.parsing.pdf.make import LEFT, Sheet


def test_file_that_reads_well_is_ok_and_its_words_are_counted(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "good.pdf")
    sheet.lines(LEFT, 100, ["The pump shall start."])

    (told,), deaths = fresh.each("torture", [sheet.save()])

    assert (told["verdict"], told["words"], told["pdfium"]["letters"]) == ("ok", 4, 18)
    assert not deaths


def test_refused_file_has_its_verdict(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4 and no more")

    (told,), _ = fresh.each("torture", [broken])

    assert (told["verdict"], told["words"]) == ("corrupt", 0)


def test_file_that_ends_the_process_is_named_and_the_next_is_read(tmp_path: Path) -> None:
    missing, broken = tmp_path / "missing.pdf", tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4 and no more")

    told, deaths = fresh.each("torture", [missing, broken])

    assert [one["path"] for one in told] == [str(broken)]
    assert [death.partition(": ")[0] for death in deaths] == [str(missing)]

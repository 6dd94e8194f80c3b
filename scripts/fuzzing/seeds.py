"""The whole documents that are broken: of every kind reqx takes, small, and the same each time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from fuzzing import drawn, written

SAMPLE_DOCS = Path(__file__).resolve().parents[2] / "sample_docs"
KINDS = ("pdf", "docx", "odt", "xlsx", "csv", "html", "md", "txt", "eml", "zip")


@dataclass(frozen=True, slots=True)
class Seed:
    """A document: its name, its bytes, and the members of a package (they are broken apart)."""

    name: str
    content: bytes
    members: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """The suffix of its name, one of KINDS."""
        return self.name.rpartition(".")[2]


def pack(members: Mapping[str, bytes]) -> bytes:
    """Return a ZIP file; its members are stored, as compressed ones change with the zlib in use."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_STORED) as zip_file:
        for name, content in members.items():
            zip_file.writestr(ZipInfo(name), content)
    return made.getvalue()


def seeds(kinds: tuple[str, ...] = KINDS) -> dict[str, list[Seed]]:
    """Return the seeds of each of these kinds."""
    found: dict[str, list[Seed]] = {kind: [] for kind in kinds}
    for seed in _all():
        if seed.kind in found:
            found[seed.kind].append(seed)
    return found


def _all() -> Iterator[Seed]:
    samples = {path.name: path.read_bytes() for path in sorted(SAMPLE_DOCS.iterdir())}
    single = {name: samples[name] for name in samples if name.endswith(".pdf")}
    single |= drawn.pdfs() | written.texts()
    for name, content in single.items():
        yield Seed(name, content)
    packages = {name: _unpacked(samples[name]) for name in samples if name.endswith(".docx")}
    packages |= written.packages()
    for name, members in packages.items():
        yield Seed(name, pack(members), members)
    names = ("form.pdf", "rows.csv", "plain.txt")
    inner = {name: single[name] for name in names} | {"list.odt": pack(packages["list.odt"])}
    yield Seed("bundle.zip", pack(inner), inner)
    yield Seed("mail.eml", _mail(inner))


def _unpacked(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as zip_file:
        return {name: zip_file.read(name) for name in zip_file.namelist()}


def _mail(files: Mapping[str, bytes]) -> bytes:
    mail = EmailMessage()
    mail["Subject"] = "Consultation n° 2025-17 : pièces"
    mail["From"] = "Jérôme <buyer@example.org>"
    mail.set_content("The supplier shall answer by Friday.\n\n1. The offer must be signed.\n")
    mail.add_alternative("<p>The supplier <b>shall</b> answer.</p>", subtype="html")
    for name, content in files.items():
        mail.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    for number, part in enumerate(mail.walk()):
        if part.is_multipart():
            part.set_boundary(f"=={number}==")
    return mail.as_bytes()

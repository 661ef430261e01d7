"""Publishes one set of photos with Hugo and with sitegen in turns, and prints a table.

python -m tests.bench.photos --photos 40 --runs 1

Both make the same widths in the same formats at the same qualities of photos of twelve
megapixels, which are drawn here, each from its number, with detail of every size as in a
landscape. Hugo's processing is that of its own `Resize`, with its defaults for effort.
"""

import argparse
import os
import random
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from PIL import Image, ImageDraw

from sitegen.config import ImageConfig
from tests.bench import hugo
from tests.bench.measure import measure

_NOW = "2026-11-21T12:00:00+09:00"
_SIZE = (4000, 3000)
# Waves of light and dark: how many across, and how much of the picture each makes up.
_DETAIL = ((4, 1.0), (16, 0.45), (64, 0.3), (256, 0.2), (1024, 0.12), (4000, 0.03), (1500, 0.08))
_SHAPES = 60
_FORMATS: Mapping[str, tuple[str, ...]] = {
    "AVIF, WebP, JPEG": ("avif", "webp"),
    "WebP, JPEG": ("webp",),
}
_IMAGES = ImageConfig()


def main() -> None:
    """Draw the photos, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.photos", description=__doc__)
    parser.add_argument("--photos", type=int, default=40, help="photos (40)")
    parser.add_argument("--runs", type=int, default=1, help="how often (1)")
    parser.add_argument("--no-hugo", dest="hugo", action="store_false", help="sitegen only")
    parser.add_argument("--keep", metavar="DIR", help="work in this folder and leave all there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sitegen-bench-") as temporary:
        folder = Path(options.keep or temporary).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        _tell(f"drawing {options.photos} photos")
        photos = _drawn(folder / "photos", options.photos)
        executable = hugo.install(folder / "hugo-environment") if options.hugo else None
        for name, formats in _FORMATS.items():
            results: dict[str, list[float]] = defaultdict(list)
            for _ in range(options.runs):
                if executable:
                    _run_hugo(folder / "hugo", executable, photos, formats, results)
                _run_sitegen(folder / "site", photos, formats, results)
            print(f"\n{name}; {options.photos} photos, median of {options.runs}\n")
            print(_table(results))


# --- the photos ----------------------------------------------------------------------------


def _drawn(folder: Path, count: int) -> Sequence[Path]:
    folder.mkdir(exist_ok=True)
    files = [folder / f"photo-{number:04}.jpg" for number in range(count)]
    for number, file in enumerate(files):
        if not file.exists():
            _photo(random.Random(number)).save(file, quality=90)
    return files


def _photo(chance: random.Random) -> Image.Image:
    light = _waves(chance, _DETAIL[0][0])
    for across, share in _DETAIL[1:]:
        light = Image.blend(light, _waves(chance, across), share)
    parts = [Image.blend(light, _waves(chance, 6), 0.35) for _ in "RGB"]
    picture = Image.merge("RGB", parts)
    draw = ImageDraw.Draw(picture)
    for _ in range(_SHAPES):
        x, y, size = (
            chance.randrange(_SIZE[0]),
            chance.randrange(_SIZE[1]),
            chance.randrange(40, 600),
        )
        colour = (chance.randrange(256), chance.randrange(256), chance.randrange(256))
        shape = draw.ellipse if chance.random() < 0.5 else draw.rectangle
        shape((x, y, x + size, y + int(size * chance.uniform(0.2, 1.5))), fill=colour)
    return Image.blend(picture, Image.merge("RGB", [_waves(chance, 1500)] * 3), 0.08)


def _waves(chance: random.Random, across: int) -> Image.Image:
    size = across, max(1, across * _SIZE[1] // _SIZE[0])
    small = Image.frombytes("L", size, chance.randbytes(size[0] * size[1]))
    return small.resize(_SIZE, Image.Resampling.BICUBIC)


# --- Hugo ----------------------------------------------------------------------------------


def _run_hugo(
    folder: Path,
    executable: Path,
    photos: Sequence[Path],
    formats: Sequence[str],
    results: Mapping[str, list[float]],
) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("assets", "layouts", "content"):
        (folder / name).mkdir(parents=True)
    for photo in photos:
        (folder / "assets" / photo.name).hardlink_to(photo)
    (folder / "hugo.toml").write_text(
        'baseURL = "https://news.example/"\ntimeout = "3600s"\n'
        'disableKinds = ["taxonomy", "term", "rss", "sitemap", "section"]\n'
        # Lanczos on both sides: Hugo's default, a box, is faster and not as sharp.
        '[imaging]\nresampleFilter = "lanczos"\n',
        encoding="utf-8",
    )
    # A page for each photo: Hugo makes pages, and so photos, side by side.
    for number, photo in enumerate(photos):
        text = f'---\ntitle: "{number}"\nphoto: {photo.name}\n---\n'
        (folder / "content" / f"{number}.md").write_text(text, encoding="utf-8")
    (folder / "layouts" / "home.html").write_text("<p>Home", encoding="utf-8")
    (folder / "layouts" / "page.html").write_text(_hugo_page(formats), encoding="utf-8")
    command = (
        str(executable), "--source", str(folder), "--destination", str(folder / "public"),
        "--cacheDir", str(folder / "cache"), "--quiet",
    )  # fmt: skip
    _measure("Hugo, first build", command, results)
    made = list((folder / "public").glob("*.*"))
    expected = len(photos) * (len(_IMAGES.widths) * len(formats) + 2)
    assert len([file for file in made if file.suffix != ".html"]) == expected
    _measure("Hugo, nothing changed", command, results)


def _hugo_page(formats: Sequence[str]) -> str:
    qualities = {"avif": _IMAGES.avif_quality, "webp": _IMAGES.quality}
    specs = [f"{width}x {form} q{qualities[form]}" for width in _IMAGES.widths for form in formats]
    specs += [f"{width}x jpg q{_IMAGES.jpeg_quality}" for width in (960, _IMAGES.largest)]
    uses = "".join(f'{{{{ ($photo.Resize "{spec}").RelPermalink }}}}\n' for spec in specs)
    return f"{{{{ $photo := resources.Get .Params.photo }}}}\n{uses}"


# --- sitegen -------------------------------------------------------------------------------


def _run_sitegen(
    folder: Path,
    photos: Sequence[Path],
    formats: Sequence[str],
    results: Mapping[str, list[float]],
) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / "pyproject.toml").write_text(
        '[tool.sitegen]\nbase_url = "https://news.example"\ntitle = "News"\n'
        'timezone = "Asia/Seoul"\nlanguages = ["en"]\n'
        f"[tool.sitegen.images]\nformats = {list(formats)!r}\n",
        encoding="utf-8",
    )
    for number, photo in enumerate(photos):
        story = folder / "content" / f"story-{number}"
        story.mkdir(parents=True)
        (story / photo.name).hardlink_to(photo)
        text = (
            f"---\ntitle: Story {number}\ndate: 2024-01-01\nimage: {{src: {photo.name}, alt: x}}\n"
        )
        (story / "index.en.md").write_text(f"{text}---\nText.\n", encoding="utf-8")
    command = (
        sys.executable, "-m", "sitegen", "build", "--quiet", "--site", str(folder), "--now", _NOW
    )  # fmt: skip
    _measure("sitegen, first build", command, results)
    _measure("sitegen, nothing changed", command, results)
    for change in (_moved, _touched):
        change(folder / "content")
        _measure(f"sitegen, {change.__doc__}", command, results)
    _measure("sitegen, clean build with the photos kept", (*command, "--clean"), results)


def _moved(content: Path) -> None:
    """all photos moved"""
    for story in sorted(content.iterdir()):
        story.rename(content / f"moved-{story.name}")


def _touched(content: Path) -> None:
    """all files checked out anew"""
    for file in content.rglob("*.*"):
        if file.is_file():
            data = file.read_bytes()
            file.unlink()
            file.write_bytes(data)


# --- measuring -----------------------------------------------------------------------------


def _measure(name: str, command: Sequence[str], results: Mapping[str, list[float]]) -> None:
    os.sync()
    seconds = measure(command).seconds
    results[name].append(seconds)
    _tell(f"{name}: {seconds:.2f} s")


def _table(results: Mapping[str, Sequence[float]]) -> str:
    times = {name: median(row) for name, row in results.items()}
    whole = times.get("Hugo, first build")
    lines = ["| build | seconds | of Hugo's first |", "| --- | ---: | ---: |"]
    for name, seconds in times.items():
        ratio = f"{seconds / whole:.3f}" if whole else ""
        lines.append(f"| {name} | {seconds:.2f} | {ratio} |")
    return "\n".join(lines)


def _tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()

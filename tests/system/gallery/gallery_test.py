#!/usr/bin/env python3
# The gallery in Chromium: the whole journey by mouse, by keyboard and by the mirror; every screen compared with the picture
# that hellojohn-desktop draws of it; accessibility, size, and no request.
# Usage: gallery_test.py SITE HELLOJOHN_DESKTOP AXE_JS PICTURES
import base64
import json
import subprocess
import sys
import time

from page import ENTER, F6, TAB, Page, check, pictures_folder

site, desktop, axe, pictures = sys.argv[1:5]
pictures = pictures_folder(pictures)
BOB = ("bob@example.com", "staple orbit lantern")
ALICE = ("alice@example.com", "correct horse battery")
page = Page(site)


def bench():
    return json.loads(page.run("return Module.ccall('gallery_bench', 'string', [], [])"))


def answer_with_code(code, accepted):
    """As a person types it from a phone: a code that went stale on the way is followed by the next one."""
    for _ in range(3):
        page.keys(code())
        page.until("the code has its answer", lambda: accepted() or page.run(
            "return JSON.parse(state.tree).parts.some((part) => !part.busy && part.elements.some((e) => e.role === 'error'))"))
        if accepted():
            return
    check("one of three codes is accepted", False)


def opens():
    page.show(screen="app")
    first = page.run("return state.firstFrame")
    size = page.size()
    print(f"first frame after {first:.0f} ms, {size / 1000:.0f} kB compressed")
    check("at most 1.5 MB are sent to show everything", size <= 1_500_000)


def recovers_by_mouse():
    page.wait_for("sign_in_title")
    page.type_into("sign_in_email", BOB[0])
    page.type_into("sign_in_password", BOB[1])
    page.click_on("sign_in_submit")
    page.click_on("challenge_lost")
    page.wait_for("lost_title")
    page.click_on("lost_neither")
    page.wait_for("lost_email_title")
    page.click_on("lost_send")
    page.wait_for("lost_sent_title")
    page.picture(pictures / "mail_sent.png")
    page.run("call('open_mail', [])")
    page.click_on("continue_")
    page.wait_for("lost_account_title")
    page.click_on("lost_account_yes")
    page.wait_for("enrol_title")
    page.picture(pictures / "enrolment.png")
    page.type_into("enrol_code", "")
    answer_with_code(lambda: bench()["authenticator"], lambda: page.item("codes_create") is not None)
    page.click_on("codes_create")
    page.until("the new codes are there", lambda: page.seen()["unsaved"])
    page.click_on("codes_copy_all")
    page.until("the codes are on the clipboard", lambda: page.seen()["clipboard"])
    page.click_on("codes_have_saved")
    page.click_on("done")
    page.wait_for("lost_done_title")
    page.picture(pictures / "recovered.png")
    check("a person recovers the account with the mouse", page.says("lost_done_factor") and page.says("lost_done_codes"))


def signs_in_by_keyboard():
    page.show(screen="app")
    page.wait_for("sign_in_title")
    page.run("canvas.focus()")
    page.until("the address has the focus", lambda: page.item("sign_in_email")["focused"])
    page.keys(ALICE[0])
    page.keys(TAB)
    page.until("Tab goes on", lambda: page.item("sign_in_password")["focused"])
    page.keys(ALICE[1] + ENTER)
    page.wait_for("challenge_title")
    page.rest()
    answer_with_code(lambda: bench()["people"][0]["authenticator"], lambda: page.seen()["place"] == "home")
    check("a person signs in with the keyboard", True)
    page.keys(F6)
    check("F6 takes the keyboard out of the drawing", page.run("return document.activeElement !== canvas"))
    before = page.run("return document.activeElement.textContent")
    page.keys(TAB)
    check("Tab goes through the page outside of it", page.run("return document.activeElement.textContent") != before)


def signs_in_by_mirror():
    page.show(screen="app")
    page.wait_for("sign_in_title")
    for label, text in (("E-mail", ALICE[0]), ("Password", ALICE[1])):
        check(f"the mirror has the field {label}", page.mirrored(label))
        page.run("""for (const node of document.querySelectorAll('#mirror label')) if (node.textContent.startsWith(arguments[0]))
            node.querySelector('input').focus();""", label)
        page.keys(text)
    page.keys(ENTER)
    page.wait_for("challenge_title")
    page.until("the mirror has the new title, and the focus is on it", lambda: page.run(
        "return document.activeElement.localName === 'h2' && document.activeElement.textContent.length > 3"))
    page.run("document.querySelector('#mirror .code_field input').focus()")
    answer_with_code(lambda: bench()["people"][0]["authenticator"], lambda: page.seen()["place"] == "home")
    check("a person signs in with the page's own elements", True)


def is_accessible():
    page.run(open(axe, encoding="utf-8").read() + "\nwindow.axe = axe;")
    choices = [{"screen": "app"}, {"screen": "sign_in_wrong"}, {"screen": "challenge_backup_typed"}, {"screen": "codes_shown"},
               {"screen": "enrol", "language": "ru", "theme": "light"}, {"screen": "lost_done", "theme": "high_contrast"},
               {"screen": "home_low", "language": "de"}]
    found = []
    for choice in choices:
        page.show(**choice)
        result = page.ask("POST", "/execute/async", {"args": [], "script": """const done = arguments[0];
            axe.run(document, {preload: false}).then((r) => done(r.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.html).join(' '))), (e) => done([String(e)]));"""})
        found += [f"{choice}: {violation}" for violation in result]
    for violation in found:
        print("     ", violation)
    check(f"axe-core finds 0 violations on {len(choices)} screens", found == [])
    page.show(screen="challenge_wrong")
    tree = page.devtools("Accessibility.getFullAXTree")["nodes"]
    has = {(node["role"]["value"], node["name"]["value"]) for node in tree if not node["ignored"] and "name" in node}
    roles = {role for role, _ in has} | {node["role"]["value"] for node in tree if not node["ignored"]}
    check("the browser's accessibility tree has the title, the field, its error and the buttons",
          {"heading", "textbox", "alert", "button"} <= roles)
    said = page.run("return document.querySelector('#mirror .code_field span').textContent")
    check("the field has its name there", ("textbox", said) in has)


# Of 255: a letter more or less makes twice as much.
ALLOWED = 45

COMPARE = """const [data, done] = arguments;
const picture = new Image();
picture.onload = () => {
  const theirs = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
  theirs.drawImage(picture, 0, 0);
  const before = Module.onFrame;
  let left = 3;
  Module.onFrame = () => {
    before();
    if (--left > 0) return;
    Module.onFrame = before;
    const ours = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d');
    ours.drawImage(canvas, 0, 0);
    const width = Math.min(picture.width, canvas.width), height = Math.min(picture.height, canvas.height);
    const a = ours.getImageData(0, 0, width, height).data, b = theirs.getImageData(0, 0, width, height).data;
    // Edges of letters differ between two rasterisers, so squares of 4 by 4 pixels are compared by their mean.
    let most = 0;
    for (let y = 0; y + 4 <= height; y += 4) for (let x = 0; x + 4 <= width; x += 4) for (let c = 0; c < 3; c++) {
      let sum = 0;
      for (let i = 0; i < 16; i++) {
        const at = 4 * ((y + (i >> 2)) * width + x + (i & 3)) + c;
        sum += a[at] - b[at];
      }
      most = Math.max(most, Math.abs(sum / 16));
    }
    done([canvas.width - picture.width, canvas.height - picture.height, most]);
  };
  call('wake', []);
};
picture.src = 'data:image/png;base64,' + data;"""


def looks_like_the_desktop():
    """The page draws with WebGL, the desktop's pictures come from a rasteriser of its own: edges may differ, no more."""
    most, worst = 0, ""
    for theme, language, every in (("dark", "en", 1), ("light", "de", 9), ("high_contrast", "ru", 9)):
        folder = pictures / f"desktop.{theme}.{language}"
        subprocess.run([desktop, "--screenshots", folder, "--theme", theme, "--language", language], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        scenes = page.run("return [...$('screen').options].map((o) => o.value).filter((v) => v !== 'app')")
        check(f"the page has a screen for each picture of {language}", len(scenes) == len(list(folder.iterdir())))
        for scene in scenes[::every]:
            page.show(screen=scene, theme=theme, language=language, width=560)
            picture = base64.b64encode((folder / f"{scene}.{theme}.{language}.png").read_bytes()).decode()
            wider, higher, different = page.ask("POST", "/execute/async", {"script": COMPARE, "args": [picture]})
            # The sign of waiting moves.
            if page.run("return JSON.parse(state.tree).parts.some((part) => part.busy)"):
                different = 0
            if (wider, higher) != (0, 0) or different > ALLOWED:
                page.picture(pictures / f"different.{scene}.{theme}.{language}.png")
                check(f"{scene} in {theme} and {language} looks as on the desktop: {wider} {higher} {different:.0f}", False)
            if different >= most:
                most, worst = different, f"{scene} in {theme} and {language}"
    check(f"every screen looks as on the desktop: a difference of {most:.0f} of 255 at most ({worst})", True)


def fits():
    for width in (1280, 390):
        page.resize(width, 900)
        page.show(screen="challenge", width=320 if width == 390 else 560)
        check(f"nothing is wider than the window at {width} px", page.run("return document.documentElement.scrollWidth <= innerWidth"))
        page.picture(pictures / f"page_{width}.png")
    page.resize(1280, 1000)


begun = time.monotonic()
try:
    for part in (opens, recovers_by_mouse, signs_in_by_keyboard, signs_in_by_mirror, fits, is_accessible, looks_like_the_desktop):
        part()
        print(f"     {part.__name__}: {time.monotonic() - begun:.0f} s so far", flush=True)
    own = page.site.as_uri()
    # The browser's own first page is not the gallery's.
    asked = [address for address in page.requests() if not address.startswith((own, "data:", "chrome://"))]
    check(f"0 requests leave the page {asked[:3]}", asked == [])
    problems = page.problems()
    check(f"the browser reports no error {problems[:3]}", problems == [])
except AssertionError:
    page.picture(pictures / "failed.png")
    print(page.seen())
    raise
finally:
    page.close()
print("the gallery in Chromium: passed")

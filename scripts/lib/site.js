// Search in the pages of the site: every word must occur. The index is a script, because a page opened from a file may
// not fetch anything.
"use strict";
const field = document.getElementById("search");
const found = document.getElementById("found");
const root = document.body.dataset.root;
field.addEventListener("input", () => {
  const words = field.value.toLowerCase().split(/\s+/).filter((word) => word.length > 1);
  const hits = words.length === 0 ? [] : SEARCH_INDEX.filter((entry) =>
    words.every((word) => (entry.title + " " + entry.text).toLowerCase().includes(word)));
  hits.sort((a, b) => Number(b.title.toLowerCase().includes(words[0])) - Number(a.title.toLowerCase().includes(words[0])));
  found.replaceChildren(...hits.slice(0, 20).map((entry) => {
    const link = document.createElement("a");
    link.href = root + entry.at;
    link.textContent = entry.title;
    return link;
  }));
  if (words.length > 0 && hits.length === 0) found.textContent = "Nothing found";
});

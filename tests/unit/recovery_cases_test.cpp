// Every case of tests/cases/recovery_links.json and own_links.json. No case may lead to another token.
#include "worlds/catch.hpp"

#include "worlds/cases.hpp"

#include <hellojohn/recovery_link.hpp>

#include <string>
#include <vector>

using namespace hellojohn;

namespace {

constexpr auto npos = std::string::npos;

void check(std::string_view file, std::size_t least) {
  const auto cases = testing::pasted_cases(file);
  CHECK(cases.size() >= least);
  for (const auto& one : cases) {
    const auto found = parse_recovery_link(one.text, {"auth.example.com"}, {"mygame"});
    INFO(one.name << ": " << one.text << "\nwanted " << one.want << " " << one.value);
    if (found) {
      INFO("read as " << found->reveal());
      CHECK(one.wants("token"));
      CHECK(found->reveal() == std::string_view(one.value));
    } else {
      INFO("read as " << found.error().detail);
      const bool foreign = found.error().code == Errc::forbidden;
      CHECK((foreign ? one.wants("foreign_host") : one.wants("refuse")));
    }
  }
}

}  // namespace

TEST_CASE("links: every pasted text gives its token or is refused") {
  check("recovery_links.json", 109);
}

TEST_CASE("links: more pasted texts give their token or are refused") {
  check("own_links.json", 73);
}

TEST_CASE("links: wrapped links give their token or are refused") {
  check("wrapped_links.json", 71);
}

TEST_CASE("links: a change anywhere in a link in base64 never leads to another token") {
  const std::string token = "rec_tok_AbC123-_xyz789Qq";
  const std::string runs[] = {
      // The link; JSON with the link in it.
      "aHR0cHM6Ly9hdXRoLmV4YW1wbGUuY29tL3JlY292ZXI_dG9rZW49cmVjX3Rva19BYkMxMjMtX3h5ejc4OVFx",
      "eyJocmVmIjoiaHR0cHM6Ly9hdXRoLmV4YW1wbGUuY29tL3JlY292ZXI_dG9rZW49cmVjX3Rva19BYkMxMjMtX3h5ejc4"
      "OVFxIiwibiI6MX0"};
  const std::string_view marks[] = {"\n", "\r\n",   "=\n",    "\n> ", "%z",    "\\",
                                    "~",  "+",      "-",      "_",    "*",     "=",
                                    " ",  "\u200b", "\u00e9", "\xff", "\u2028"};
  for (const std::string& run : runs)
    for (const std::string_view behind : {"", "/c2lnbmF0dXJl", "&s=1", "\n\nIt is valid."})
      for (const std::string_view mark : marks)
        for (std::size_t at = 0; at <= run.size(); ++at) {
          std::string changed = run;
          changed.insert(at, mark);
          const auto found = parse_recovery_link(
              "https://t.example/c/" + changed + std::string(behind), {"auth.example.com"});
          if (!found || found->reveal() == std::string_view(token)) continue;
          FAIL(changed << behind << "\nread as " << found->reveal());
        }
  SUCCEED();
}

TEST_CASE("links: a word on the next line never becomes a part of the token") {
  const std::string token = "rec_tok_AbC123-_xyz789Qq";
  const std::string link = "https://auth.example.com/recover?token=" + token;
  for (const std::string& text : {link, token, "Open:\n" + link, "Hello,\n\n" + token})
    for (const std::string_view open : {"", "\"", "<", "(", "`", "[", "\"Mail: "})
      for (const std::string_view word :
           {"Thanks", "PS5", "24h", "15", "2026-11-30", "User42", "Sky-Game", "sky_game", "v1.2",
            "-Alice", "___", "ABCD-1234", "ABCD1234", "alice.b", "x", "Bye.", "0800"})
        for (const std::string_view behind :
             {"", "\"", ">", ")", "`", "]", "\">here</a>", " now"}) {
          const std::string pasted =
              std::string(open) + text + "\n" + std::string(word) + std::string(behind);
          const auto found = parse_recovery_link(pasted, {"auth.example.com"});
          if (!found || found->reveal() == std::string_view(token)) continue;
          // Quotes right around both lines say that both are the link.
          const bool quoted = open == (behind == ">" ? "<" : behind) && text.find('\n') == npos;
          if (quoted && !open.empty()) continue;
          FAIL(pasted << "\nread as " << found->reveal());
        }
  SUCCEED();
}

TEST_CASE("links: a blank, a break or a strange character anywhere never leads to another token") {
  const std::string token = "rec_tok_AbC123-_xyz789Qq";
  const std::string link = "https://auth.example.com/recover?token=" + token;
  const std::string_view marks[] = {"\n",   "\r\n", "=\n",    "\n> ",   "%z",     "%00",
                                    "\\",   "~",    "+",      "\u2013", "\u200b", "\u00e9",
                                    "\xff", "=3D",  "\u00ad", "\ufeff", "\n\n  "};
  for (const std::string& text : {link, token, "Open:\n" + link + "\nIt is valid."})
    for (const std::string_view mark : marks)
      for (std::size_t at = 0; at <= text.size(); ++at) {
        std::string changed = text;
        changed.insert(at, mark);
        const auto found = parse_recovery_link(changed, {"auth.example.com"});
        if (!found || found->reveal() == std::string_view(token)) continue;
        // A paragraph's end within a token cannot be told from its end.
        if (mark == "\n\n  " && token.starts_with(found->reveal())) continue;
        FAIL(changed << "\nread as " << found->reveal());
      }
  SUCCEED();
}

TEST_CASE("links: a text of nothing but tokens is refused before they are all compared") {
  std::string text;
  while (text.size() < 60U * 1024U) text += "rec_tok_a.b ";
  const auto found = parse_recovery_link(text, {"auth.example.com"});
  REQUIRE_FALSE(found);
  CHECK(found.error().detail == recovery_link::unclear);
}

TEST_CASE("links: a mail broken at any width gives its token or is refused") {
  for (const std::string token : {"rec_tok_AbC123-_xyz789Qq", "rec_tok_01HGNQ7X76TB3NEGV13JCBQTHV"})
    for (const std::string_view end : {"\n", " \n", "\r\n", "=\n", "\n> "})
      for (std::size_t width = 20; width < 100; ++width) {
        const std::string mail[] = {"Open this link:",
                                    "",
                                    "https://auth.example.com/recover?token=" + token,
                                    "",
                                    "It is valid for 15 minutes.",
                                    "Sky Game"};
        std::string text;
        for (const std::string& line : mail) {
          for (std::size_t at = 0; at < line.size() || at == 0; at += width) {
            text += line.substr(at, width);
            text += at + width < line.size() ? end : end == "=\n" ? "\n" : end;
          }
        }
        const auto found = parse_recovery_link(text, {"auth.example.com"});
        if (found && found->reveal() != std::string_view(token))
          FAIL(text << "\nread as " << found->reveal());
      }
  SUCCEED();
}

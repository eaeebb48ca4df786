// The words: complete in each language, with the same placeholders, short enough, replaceable, exportable.
#include "widgets/widget_world.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

using namespace hellojohn;
using widgets::Language;
using widgets::Message;
using widgets::MessageId;
using widgets::Text;

namespace {

std::multiset<std::string> placeholders(std::string_view text) {
  std::multiset<std::string> out;
  for (std::size_t open = text.find('{'); open != std::string_view::npos;
       open = text.find('{', open + 1)) {
    const std::size_t close = text.find('}', open);
    REQUIRE(close != std::string_view::npos);
    out.emplace(text.substr(open, close - open + 1));
  }
  return out;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

/// Without the placeholders.
int words_in(std::string_view text) {
  int count = 0;
  bool inside = false;
  bool letter_before = false;
  for (const char c : text) {
    inside = c == '{' || (inside && c != '}');
    const bool letter = !inside && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
    if (letter && !letter_before) ++count;
    letter_before = letter;
  }
  return count;
}

std::vector<Language> all_languages() {
  std::vector<Language> out;
  for (std::size_t i = 0; i + 1 < widgets::language_count; ++i) {
    const auto language = static_cast<Language>(i);
    if (widgets::language_info(language).linked) out.push_back(language);
  }
  return out;
}

Message message(const char* name, std::int32_t n = 0, std::chrono::seconds time = {}) {
  Message m;
  m.id = widgets::message_named(name);
  REQUIRE(m.id != MessageId::none);
  m.n = n;
  m.time = time;
  return m;
}

std::string said(const Text& text, const Message& m) {
  char out[widgets::longest_sentence];
  return std::string(text.format(m, out));
}

}  // namespace

TEST_CASE("words: none is missing, empty, overlong or without its placeholders") {
  static const std::set<std::string> known = {"{n}",    "{total}", "{time}", "{ago}",
                                              "{text}", "{text2}", "{date}", "{moment}",
                                              "{year}", "{month}", "{day}",  "{clock}"};
  for (std::size_t i = 1; i < widgets::message_count; ++i) {
    const auto info = widgets::message_info(static_cast<MessageId>(i));
    CAPTURE(info.name);
    CHECK_FALSE(info.context.empty());
    const auto english = widgets::message_forms(Language::en, static_cast<MessageId>(i));
    CHECK_FALSE(english.other.empty());
    const auto wanted = placeholders(english.other);
    for (const Language language : all_languages()) {
      CAPTURE(widgets::language_info(language).tag);
      const auto forms = widgets::message_forms(language, static_cast<MessageId>(i));
      CHECK(forms.one.size() + forms.few.size() + forms.many.size() + forms.other.size() > 0);
      for (const std::string_view text : {forms.one, forms.few, forms.many, forms.other}) {
        if (text.empty()) continue;
        CHECK(characters(text) <= static_cast<std::size_t>(info.limit));
        CHECK(placeholders(text) == wanted);
      }
    }
    for (const auto& placeholder : wanted) CHECK(known.count(placeholder) == 1);
  }
}

TEST_CASE("words: no sentence of another language is the English one") {
  for (std::size_t i = 1; i < widgets::message_count; ++i) {
    const auto id = static_cast<MessageId>(i);
    const auto english = widgets::message_forms(Language::en, id).other;
    CAPTURE(english);
    // Short labels such as "Code {n}" or "SMS" are alike in several languages, and so are some formats.
    if (words_in(english) < 3) continue;
    for (const Language language : all_languages()) {
      if (language == Language::en) continue;
      CAPTURE(widgets::language_info(language).tag);
      CHECK(widgets::message_forms(language, id).other != english);
    }
  }
}

TEST_CASE("words: a term is one term: backup code, recovery link") {
  for (std::size_t i = 1; i < widgets::message_count; ++i) {
    const auto english = widgets::message_forms(Language::en, static_cast<MessageId>(i));
    const auto spanish = widgets::message_forms(Language::es, static_cast<MessageId>(i));
    for (const std::string_view text : {english.one, english.other}) {
      CHECK(text.find("recovery code") == std::string_view::npos);
    }
    CHECK(spanish.other.find("códigos de recuperación") == std::string_view::npos);
  }
}

TEST_CASE("words: names find ids, and ids names") {
  for (std::size_t i = 1; i < widgets::message_count; ++i) {
    const auto id = static_cast<MessageId>(i);
    CHECK(widgets::message_named(widgets::message_info(id).name) == id);
  }
  CHECK(widgets::message_named("no such sentence") == MessageId::none);
}

TEST_CASE("words: every sentence is said by some component or skin") {
  std::string sources;
  for (const auto& file : std::filesystem::recursive_directory_iterator(
           std::string(HELLOJOHN_SOURCE_DIR) + "/widgets")) {
    if (file.path().extension() != ".cpp" || file.path().parent_path().filename() == "text")
      continue;
    std::ifstream in(file.path(), std::ios::binary);
    sources.append(std::istreambuf_iterator<char>(in), {});
  }
  REQUIRE(sources.size() > 10'000);
  for (std::size_t i = 1; i < widgets::message_count; ++i) {
    const std::string said =
        "MessageId::" + std::string(widgets::message_info(static_cast<MessageId>(i)).name);
    CAPTURE(said);
    std::size_t at = sources.find(said);
    const auto longer = [&](std::size_t end) {
      return std::isalnum(static_cast<unsigned char>(sources[end])) != 0 || sources[end] == '_';
    };
    while (at != std::string::npos && longer(at + said.size())) at = sources.find(said, at + 1);
    CHECK(at != std::string::npos);
  }
}

TEST_CASE(
    "words: a host's free text is said as it is, in every language, and replaces no sentence") {
  Text text;
  const Message line = widgets::free_text("Opened {n} times, 100 %");
  CHECK(line.id == MessageId::free_text);
  CHECK(said(text, line) == "Opened {n} times, 100 %");
  text.set_language(Language::es);
  CHECK(said(text, line) == "Opened {n} times, 100 %");
  CHECK(said(text, widgets::free_text("")).empty());
  CHECK_FALSE(widgets::claims_nothing_happened(line.id));
}

TEST_CASE("words: plurals, times and unknown placeholders") {
  Text text;
  CHECK(said(text, message("low_few", 1)) == "Only 1 backup code left.");
  CHECK(said(text, message("low_few", 2)) == "Only 2 backup codes left.");
  text.set_language(Language::es);
  CHECK(said(text, message("low_few", 1)) == "Solo te queda 1 código de respaldo.");
  text.set_language(Language::en);
  CHECK(said(text, message("lost_wait", 0, std::chrono::seconds(47))) ==
        "You can ask again in 0:47.");
  CHECK(said(text, message("lost_wait", 0, std::chrono::seconds(3723))) ==
        "You can ask again in 1:02:03.");
  CHECK(said(text, message("card_offline", 0, std::chrono::hours(2))) ==
        "No connection. Last checked 2 h ago.");
  text.set(MessageId::cancel, "Stop {what} {n}");
  CHECK(said(text, message("cancel", 5)) == "Stop {what} 5");
  text.reset(MessageId::cancel);
  CHECK(said(text, message("cancel")) == "Cancel");
}

TEST_CASE("words: untrusted text is put in as it is, and cut at a character") {
  const Text text;
  Message m = message("lost_sent");
  m.text = "%n%s{n}##x";
  CHECK(said(text, m).find("%n%s{n}##x") != std::string::npos);
  char small[9];
  Message account = message("account_value");
  account.text = "aaaaaaa\xC3\xA9\xC3\xA9";
  CHECK(text.format(account, small) == "aaaaaaa\xC3\xA9");
  char smaller[8];
  CHECK(text.format(account, smaller) == "aaaaaaa");
}

TEST_CASE("words: the table for translators has a line for each sentence") {
  const std::string csv = widgets::messages_csv();
  CHECK(static_cast<std::size_t>(std::count(csv.begin(), csv.end(), '\n')) ==
        widgets::message_count);
  CHECK(csv.find("cancel,\"button\",20,\"\",\"Cancel\",\"\",\"\",\"\",\"\"\r\n") !=
        std::string::npos);
  const std::string spanish = widgets::messages_csv(Language::es);
  CHECK(spanish.find("cancel,\"button\",20,\"\",\"Cancel\",\"\",\"\",\"\",\"Cancelar\"\r\n") !=
        std::string::npos);
}

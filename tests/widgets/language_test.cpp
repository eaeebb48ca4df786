// The languages: chosen by tag, counted as CLDR says, replaced by the host, exchanged with translators.
#include "widgets/widget_world.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

using namespace hellojohn;
using widgets::CharacterRange;
using widgets::Language;
using widgets::Message;
using widgets::MessageId;
using widgets::Plural;
using widgets::Plurals;
using widgets::Text;

namespace {

std::string said(const Text& text, MessageId id, std::int32_t n = 0,
                 std::chrono::seconds time = {}) {
  Message message;
  message.id = id;
  message.n = n;
  message.time = time;
  char out[widgets::longest_sentence];
  return std::string(text.format(message, out));
}

/// One letter for each number from 0: o(ne), f(ew), m(any), x for other.
std::string counted(Plurals rule, std::initializer_list<int> numbers) {
  std::string out;
  for (const int n : numbers) out += "ofmx"[static_cast<std::size_t>(widgets::plural_of(rule, n))];
  return out;
}

/// False for a sentence of placeholders and signs, which has nothing to be made longer.
bool has_letters(std::string_view words) {
  bool inside = false;
  return std::any_of(words.begin(), words.end(), [&](char c) {
    inside = c == '{' || (inside && c != '}');
    return !inside && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
  });
}

}  // namespace

TEST_CASE("languages: each rule chooses the forms that CLDR's samples name") {
  CHECK(counted(Plurals::none, {0, 1, 2, 5, 21}) == "xxxxx");
  CHECK(counted(Plurals::one, {0, 1, 2, 5, 21}) == "xoxxx");
  CHECK(counted(Plurals::zero_one, {0, 1, 2, 5, 21}) == "ooxxx");
  CHECK(counted(Plurals::polish, {0, 1, 2, 4, 5, 11, 12, 14, 15, 21, 22, 25, 101, 102, 112}) ==
        "moffmmmmmmfmmfm");
  CHECK(counted(Plurals::russian, {0, 1, 2, 4, 5, 11, 12, 14, 15, 21, 22, 25, 101, 111, 112}) ==
        "moffmmmmmofmomm");
  CHECK(counted(Plurals::russian, {-1, -22}) == "of");
}

TEST_CASE("languages: a tag finds its language, and the nearest one if that is not there") {
  CHECK(widgets::language_for("en") == Language::en);
  CHECK(widgets::language_for("EN-gb") == Language::en);
  CHECK(widgets::language_for("es-MX") == Language::es);
  CHECK(widgets::language_for("es_419.UTF-8") == Language::es);
  for (const char* none : {"", "nl", "e", "english", "C", "-", "_MX", "tlh-Latn"}) {
    CAPTURE(none);
    CHECK_FALSE(widgets::language_for(none));
  }
}

TEST_CASE("languages: a host replaces a sentence in one language or in all") {
  Text text;
  text.set(Language::es, MessageId::cancel, "Salir");
  CHECK(said(text, MessageId::cancel) == "Cancel");
  text.set_language(Language::es);
  CHECK(said(text, MessageId::cancel) == "Salir");
  text.set(MessageId::cancel, "Stop");
  CHECK(said(text, MessageId::cancel) == "Salir");
  text.set_language(Language::en);
  CHECK(said(text, MessageId::cancel) == "Stop");
  text.reset(MessageId::cancel);
  CHECK(said(text, MessageId::cancel) == "Cancel");
  text.set(MessageId::low_few, "{n} codes", "{n} code");
  CHECK(said(text, MessageId::low_few, 1) == "1 code");
  CHECK(said(text, MessageId::low_few, 3) == "3 codes");
  text.set(static_cast<Language>(200), MessageId::cancel, "nobody says this");
  CHECK(said(text, MessageId::cancel) == "Cancel");
}

TEST_CASE("languages: a language of the host's says the English words until it is loaded") {
  Text text(Language::own);
  CHECK(said(text, MessageId::low_few, 1) == "Only 1 backup code left.");
  text.set_own_plurals(Plurals::polish);
  text.set(Language::own, MessageId::low_few, "", "{n} kod", "{n} kody", "{n} kodów");
  CHECK(said(text, MessageId::low_few, 1) == "1 kod");
  CHECK(said(text, MessageId::low_few, 22) == "22 kody");
  CHECK(said(text, MessageId::low_few, 5) == "5 kodów");
  CHECK(said(text, MessageId::cancel) == "Cancel");
}

TEST_CASE("languages: what is exported for translators is loaded again, sentence by sentence") {
  for (std::size_t i = 0; i + 1 < widgets::language_count; ++i) {
    const auto language = static_cast<Language>(i);
    const auto info = widgets::language_info(language);
    CAPTURE(info.tag);
    if (!info.linked) continue;
    Text own(Language::own);
    own.set_own_plurals(info.plurals);
    const auto loaded = own.load(Language::own, widgets::messages_csv(language));
    CHECK(loaded.taken == widgets::message_count - 1);
    CHECK(loaded.left_out == 0);
    CHECK(loaded.line == 0);
    const Text library(language);
    for (std::size_t k = 1; k < widgets::message_count; ++k) {
      for (const int n : {0, 1, 2, 5, 21}) {
        const auto id = static_cast<MessageId>(k);
        CHECK(own.words(id, n) == library.words(id, n));
      }
    }
  }
}

TEST_CASE("languages: a row that does not fit is left out, and the first is named by its line") {
  Text text(Language::own);
  CHECK(text.load(Language::own, "").taken == 0);
  const auto loaded = text.load(Language::own,
                                "\xEF\xBB\xBFother,note,id,one\r\n"
                                "\"Annuleren, \"\"nu\"\"\",x,cancel,\r\n"
                                ",x,back,\r\n"
                                "\"a\nb\",x,done,\n"
                                "Weg,x,no_such_sentence,\n"
                                "Nog codes,x,low_few,Nog een code\n"
                                "Nog {n} codes,x,low_few,\n"
                                "Nog {n} codes,x,low_few,Nog {n} code");
  CHECK(loaded.taken == 3);
  CHECK(loaded.left_out == 3);
  CHECK(loaded.line == 6);
  CHECK(said(text, MessageId::cancel) == "Annuleren, \"nu\"");
  CHECK(said(text, MessageId::back) == "Back");
  CHECK(said(text, MessageId::done) == "a\nb");
  CHECK(said(text, MessageId::low_few, 1) == "Nog 1 code");
  CHECK(text.load(Language::own, "id,other\ncancel,\"never closed").taken == 1);
  CHECK(text.load(Language::own, "name,text\ncancel,x").left_out == 1);
}

TEST_CASE("languages: the form for a new language has every sentence and no words") {
  Text text(Language::own);
  const auto loaded = text.load(Language::own, widgets::messages_csv());
  CHECK(loaded.taken == 0);
  CHECK(loaded.left_out == 0);
}

TEST_CASE("languages: the pseudo-language is longer, has accents and keeps the placeholders") {
  const std::string words = widgets::pseudo_words("Send {n} in");
  CHECK(words == "Sééñd {n} iiñ~~~");
  Text text;
  widgets::load_pseudo_language(text);
  text.set_language(Language::own);
  for (std::size_t i = 1; i < widgets::message_count; ++i) {
    const auto english = widgets::message_forms(Language::en, static_cast<MessageId>(i));
    const std::string_view pseudo = text.words(static_cast<MessageId>(i), 2);
    if (!has_letters(english.other)) continue;
    CHECK(pseudo.size() >= english.other.size() + english.other.size() * 2 / 5);
  }
}

TEST_CASE("languages: elapsed times follow the language") {
  Text text;
  CHECK(said(text, MessageId::card_offline, 0, std::chrono::hours(50)) ==
        "No connection. Last checked 2 d ago.");
  text.set(Language::en, MessageId::unit_days, "{n} days");
  CHECK(said(text, MessageId::card_offline, 0, std::chrono::hours(50)) ==
        "No connection. Last checked 2 days ago.");
}

TEST_CASE("languages: the characters of a language are exact, ascending and apart") {
  const std::vector<CharacterRange> english = widgets::characters(Language::en);
  CHECK(english == std::vector<CharacterRange>{
                       {0x20, 0x7E}, {0x2013, 0x2013}, {0x201C, 0x201D}, {0x2026, 0x2026}});
  for (std::size_t i = 0; i + 1 < widgets::language_count; ++i) {
    const auto ranges = widgets::characters(static_cast<Language>(i));
    REQUIRE_FALSE(ranges.empty());
    CHECK(ranges.front().first == 0x20);
    for (std::size_t k = 0; k < ranges.size(); ++k) {
      CHECK(ranges[k].first <= ranges[k].last);
      if (k > 0) CHECK(ranges[k].first > ranges[k - 1].last + 1);
    }
  }
}

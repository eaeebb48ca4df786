// Dates, times of day and numbers as each language writes them, and names that cannot disturb the sentence around them.
#include "widgets/widget_world.hpp"

#include <cstdint>
#include <iterator>
#include <limits>
#include <set>
#include <string>
#include <string_view>
#include <utility>

using namespace hellojohn;
using widgets::Language;
using widgets::Message;
using widgets::MessageId;
using widgets::Text;
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::seconds afternoon{1705327320};            // 2024-01-15 14:02 UTC
constexpr std::chrono::seconds midnight{1705276800 + 5 * 60};    // 2024-01-15 00:05 UTC
constexpr std::chrono::seconds december{1735660799};             // 2024-12-31 15:59:59 UTC
constexpr std::chrono::seconds leap_day{1709164800 + 9 * 3600};  // 2024-02-29 09:00 UTC

std::string said(Language language, MessageId id, std::chrono::seconds time) {
  Message message;
  message.id = id;
  message.time = time;
  char out[widgets::longest_sentence];
  return std::string(Text(language).format(message, out));
}

std::string date(Language language, std::chrono::seconds time) {
  return said(language, MessageId::card_made_value, time);
}

/// The date and time in a sentence: what is left of it without the words around the placeholder.
std::string moment(Language language, std::chrono::seconds time) {
  const Text text(language);
  const std::string_view words = text.words(MessageId::card_unsaved);
  const std::size_t begin = words.find("{moment}");
  REQUIRE(begin != std::string_view::npos);
  const std::string whole = said(language, MessageId::card_unsaved, time);
  return whole.substr(begin, whole.size() - (words.size() - std::string_view("{moment}").size()));
}

std::string counted(Language language, std::int32_t n) {
  Text text(language);
  text.set(MessageId::codes_check_ask, "{n}");
  Message message;
  message.id = MessageId::codes_check_ask;
  message.n = n;
  char out[widgets::longest_sentence];
  return std::string(text.format(message, out));
}

/// CLDR 42: the long date, the date with the short time, and a grouped number. `es` is es-419.
struct Facts {
  Language language;
  const char* date;
  const char* moment;
  const char* midnight;
  const char* december;
  const char* number;
};
constexpr Facts facts[] = {
    {Language::en, "January 15, 2024", "January 15, 2024, 2:02 PM UTC",
     "January 15, 2024, 12:05 AM UTC", "December 31, 2024", "1,234,567"},
    {Language::es, "15 de enero de 2024", "15 de enero de 2024, 14:02 UTC",
     "15 de enero de 2024, 00:05 UTC", "31 de diciembre de 2024", "1,234,567"},
    {Language::es_es, "15 de enero de 2024", "15 de enero de 2024, 14:02 UTC",
     "15 de enero de 2024, 00:05 UTC", "31 de diciembre de 2024", "1.234.567"},
    {Language::fr, "15 janvier 2024", "15 janvier 2024 à 14:02 UTC", "15 janvier 2024 à 00:05 UTC",
     "31 décembre 2024", "1\u202F234\u202F567"},
    {Language::de, "15. Januar 2024", "15. Januar 2024 um 14:02 UTC",
     "15. Januar 2024 um 00:05 UTC", "31. Dezember 2024", "1.234.567"},
    {Language::it, "15 gennaio 2024", "15 gennaio 2024 alle ore 14:02 UTC",
     "15 gennaio 2024 alle ore 00:05 UTC", "31 dicembre 2024", "1.234.567"},
    {Language::pt_br, "15 de janeiro de 2024", "15 de janeiro de 2024 às 14:02 UTC",
     "15 de janeiro de 2024 às 00:05 UTC", "31 de dezembro de 2024", "1.234.567"},
    {Language::pl, "15 stycznia 2024", "15 stycznia 2024, 14:02 UTC", "15 stycznia 2024, 00:05 UTC",
     "31 grudnia 2024", "1\u00A0234\u00A0567"},
    {Language::ru, "15 января 2024 г.", "15 января 2024 г. в 14:02 UTC",
     "15 января 2024 г. в 00:05 UTC", "31 декабря 2024 г.", "1\u00A0234\u00A0567"},
    {Language::tr, "15 Ocak 2024", "15 Ocak 2024 14:02 UTC", "15 Ocak 2024 00:05 UTC",
     "31 Aralık 2024", "1.234.567"},
    {Language::ja, "2024年1月15日", "2024年1月15日 14:02 UTC", "2024年1月15日 00:05 UTC",
     "2024年12月31日", "1,234,567"},
    {Language::ko, "2024년 1월 15일", "2024년 1월 15일 오후 2:02 UTC",
     "2024년 1월 15일 오전 12:05 UTC", "2024년 12월 31일", "1,234,567"},
    {Language::zh_hans, "2024年1月15日", "2024年1月15日 14:02 UTC", "2024年1月15日 00:05 UTC",
     "2024年12月31日", "1,234,567"},
    {Language::zh_hant, "2024年1月15日", "2024年1月15日 下午2:02 UTC",
     "2024年1月15日 上午12:05 UTC", "2024年12月31日", "1,234,567"},
};
static_assert(std::size(facts) + 1 == widgets::language_count);

std::string named(const char* name) {
  Message message;
  message.id = MessageId::factors_ask_title;
  message.text = name;
  char out[widgets::longest_sentence];
  return std::string(Text().format(message, out));
}

}  // namespace

TEST_CASE("formats: dates and times of day are those of CLDR in each language") {
  for (const Facts& fact : facts) {
    CAPTURE(widgets::language_info(fact.language).tag);
    CHECK(date(fact.language, afternoon) == fact.date);
    CHECK(date(fact.language, december) == fact.december);
    CHECK(moment(fact.language, afternoon) == fact.moment);
    CHECK(moment(fact.language, midnight) == fact.midnight);
  }
  CHECK(date(Language::en, leap_day) == "February 29, 2024");
  CHECK(date(Language::en, -1s) == "December 31, 1969");
  CHECK(moment(Language::en, 12h) == "January 1, 1970, 12:00 PM UTC");
  CHECK(moment(Language::en, -1s) == "December 31, 1969, 11:59 PM UTC");
}

TEST_CASE("formats: each language has twelve months that differ") {
  for (const Facts& fact : facts) {
    CAPTURE(widgets::language_info(fact.language).tag);
    std::set<std::string> dates;
    for (int month = 0; month < 12; ++month) {
      dates.insert(date(fact.language, afternoon + month * 731h));
    }
    CHECK(dates.size() == 12);
    for (const std::string& one : dates) CHECK(one.find('|') == std::string::npos);
  }
}

TEST_CASE("formats: thousands are grouped as the language does") {
  for (const Facts& fact : facts) {
    CAPTURE(widgets::language_info(fact.language).tag);
    CHECK(counted(fact.language, 1'234'567) == fact.number);
    CHECK(counted(fact.language, 999) == "999");
  }
  CHECK(counted(Language::en, 1000) == "1,000");
  CHECK(counted(Language::en, -1'002'003) == "-1,002,003");
  CHECK(counted(Language::en, std::numeric_limits<std::int32_t>::min()) == "-2,147,483,648");
}

TEST_CASE("formats: a host chooses 24 hours by writing both halves of the day alike") {
  Text text;
  text.set(MessageId::clock_before_noon, "{clock}");
  text.set(MessageId::clock_after_noon, "{clock}");
  Message message;
  message.id = MessageId::card_unsaved;
  message.time = afternoon;
  char out[widgets::longest_sentence];
  CHECK(text.format(message, out).find("January 15, 2024, 14:02 UTC") != std::string_view::npos);
}

TEST_CASE("formats: a list of months that is too short leaves the month out") {
  Text text;
  text.set(MessageId::date_months, "Jan|Feb");
  Message message;
  message.id = MessageId::card_made_value;
  message.time = december;
  char out[widgets::longest_sentence];
  CHECK(text.format(message, out) == " 31, 2024");
}

TEST_CASE("formats: a name cannot turn, end or hide the sentence around it") {
  CHECK(named("Phone") == "Remove “Phone”?");
  CHECK(named("Jürgens Gerät・日本") == "Remove “Jürgens Gerät・日本”?");
  CHECK(named("al•••@example.com – “x”") == "Remove “al•••@example.com – “x””?");
  CHECK(named("a\u202Eb\u2066c\u2069\u200F\u061Cd") == "Remove “abcd”?");
  CHECK(named("Phone\nAll is well\u2028.") == "Remove “Phone All is well .”?");
  CHECK(named("a\x01\x7F\u0085\u0090z") == "Remove “a z”?");
  CHECK(named("\u202E") == "Remove “”?");
  CHECK(named("\xE2\x80") == "Remove “\xE2\x80”?");
}

TEST_CASE("formats: a line of the host's own stays as it is") {
  const Message message = widgets::free_text("two\nlines");
  char out[widgets::longest_sentence];
  CHECK(Text().format(message, out) == "two\nlines");
}

TEST_CASE("formats: a name that somebody chose is between quotation marks or behind a colon") {
  constexpr MessageId sentences[] = {
      MessageId::factors_replace,       MessageId::factors_remove,
      MessageId::factors_ask_title,     MessageId::factors_failed,
      MessageId::factors_unknown,       MessageId::challenge_other,
      MessageId::challenge_host_factor, MessageId::lost_done_removed,
      MessageId::challenge_unavailable, MessageId::card_methods_value,
  };
  const auto apart = [](const std::string& words) {
    const std::size_t at = words.find("{text}");
    const std::string before = words.substr(0, at);
    const std::string after = words.substr(at + 6);
    constexpr std::pair<const char*, const char*> marks[] = {
        {"“", "”"}, {"«", "»"}, {"«\u202F", "\u202F»"}, {"„", "“"}, {"„", "”"}, {"「", "」"},
        {"‘", "’"}, {"(", ")"}};
    for (const auto& [open, close] : marks) {
      if (before.ends_with(open) && after.starts_with(close)) return true;
    }
    return before.ends_with(": ") || before.ends_with("：");
  };
  for (const Facts& fact : facts) {
    for (const MessageId id : sentences) {
      const std::string words(Text(fact.language).words(id));
      CAPTURE(words);
      CHECK(apart(words));
    }
  }
  CHECK_FALSE(apart("Remove {text}?"));
}

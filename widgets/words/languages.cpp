// Which languages a program has, and which of them fits a tag.
#include "words/table.hpp"

#include <algorithm>
#include <cstring>

// The languages that the build asks for, as tags between commas: "en,de,zh-Hans". English is always there.
#ifndef HELLOJOHN_LANGUAGES
#define HELLOJOHN_LANGUAGES "all"
#endif

namespace hellojohn {
inline namespace v0 {
namespace widgets {

namespace {

constexpr std::string_view asked = HELLOJOHN_LANGUAGES;

/// Calls `visit` with each tag of the build's list.
template <typename Visit>
constexpr void each_tag(std::string_view list, const Visit& visit) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    visit(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
}

constexpr bool is_asked(std::string_view tag) noexcept {
  bool found = tag == "en" || asked == "all";
  each_tag(asked, [&](std::string_view one) { found = found || one == tag; });
  return found;
}

struct Known {
  std::string_view tag, name;
  Plurals plurals;
  const words::Words* words;
};

constexpr const words::Words* if_asked(std::string_view tag, const words::Words& words) noexcept {
  return is_asked(tag) ? &words : nullptr;
}

// In the order of Language. An address that is not asked for is nowhere in the program: its table is not linked.
constexpr Known languages[] = {
    {"en", "English", Plurals::one, if_asked("en", words::en)},
    {"es", "Español", Plurals::one, if_asked("es", words::es)},
    {"es-ES", "Español (España)", Plurals::one, if_asked("es-ES", words::es_es)},
    {"fr", "Français", Plurals::zero_one, if_asked("fr", words::fr)},
    {"de", "Deutsch", Plurals::one, if_asked("de", words::de)},
    {"it", "Italiano", Plurals::one, if_asked("it", words::it)},
    {"pt-BR", "Português (Brasil)", Plurals::zero_one, if_asked("pt-BR", words::pt_br)},
    {"pl", "Polski", Plurals::polish, if_asked("pl", words::pl)},
    {"ru", "Русский", Plurals::russian, if_asked("ru", words::ru)},
    {"tr", "Türkçe", Plurals::one, if_asked("tr", words::tr)},
    {"ja", "日本語", Plurals::none, if_asked("ja", words::ja)},
    {"ko", "한국어", Plurals::none, if_asked("ko", words::ko)},
    {"zh-Hans", "简体中文", Plurals::none, if_asked("zh-Hans", words::zh_hans)},
    {"zh-Hant", "繁體中文", Plurals::none, if_asked("zh-Hant", words::zh_hant)},
    {"", "", Plurals::one, nullptr}};
static_assert(std::size(languages) == language_count);

constexpr bool all_known() noexcept {
  bool known = true;
  each_tag(asked, [&](std::string_view tag) {
    bool found = tag == "all";
    for (const Known& one : languages) found = found || (!tag.empty() && one.tag == tag);
    known = known && found;
  });
  return known;
}
static_assert(all_known(), "HELLOJOHN_LANGUAGES names a language that the library does not have");

constexpr auto counted = [] {
  std::array<bool, message_count> out{};
  for (const words::Row& row : words::en_rows()) out[static_cast<std::size_t>(row.id)] = row.plural;
  return out;
}();

const Known& known(Language language) noexcept {
  return languages[std::min(static_cast<std::size_t>(language), language_count - 1)];
}

constexpr char lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same(std::string_view a, std::string_view b) noexcept {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

/// Takes the first subtag off.
std::string_view take_subtag(std::string_view& tag) noexcept {
  const std::size_t end = std::min(tag.find_first_of("-_"), tag.size());
  const std::string_view subtag = tag.substr(0, end);
  tag.remove_prefix(std::min(end + 1, tag.size()));
  return subtag;
}

bool names(std::string_view tag, std::string_view subtag) noexcept {
  while (!tag.empty()) {
    if (same(take_subtag(tag), subtag)) return true;
  }
  return false;
}

bool is_traditional(std::string_view subtags) noexcept {
  if (names(subtags, "Hant")) return true;
  if (names(subtags, "Hans")) return false;
  return names(subtags, "TW") || names(subtags, "HK") || names(subtags, "MO");
}

std::optional<Language> if_linked(Language language) noexcept {
  if (known(language).words == nullptr) return std::nullopt;
  return language;
}

}  // namespace

const words::Words* words::linked(Language language) noexcept { return known(language).words; }

bool words::counts(MessageId id) noexcept { return counted[static_cast<std::size_t>(id)]; }

std::string_view words::said(const Words& words, MessageId id, Plural plural) noexcept {
  const auto index = static_cast<std::size_t>(id);
  const char* at = words.text + words.begins[index];
  const char* const end = words.text + words.begins[index + 1];
  if (at == end) return {};
  if (!counted[index]) return {at, static_cast<std::size_t>(end - at) - 1};
  for (int i = 0; i < static_cast<int>(plural); ++i) at += std::strlen(at) + 1;
  return at;
}

std::string_view words::form(const Words& words, MessageId id, Plural plural) noexcept {
  if (!counts(id) && plural != Plural::other) return {};
  return said(words, id, plural);
}

LanguageInfo language_info(Language language) noexcept {
  const Known& one = known(language);
  return {one.tag, one.name, one.plurals, one.words != nullptr};
}

std::optional<Language> language_for(std::string_view tag) noexcept {
  tag = tag.substr(0, tag.find_first_of(".@"));
  const std::string_view first = take_subtag(tag);
  if (same(first, "zh")) {
    return if_linked(is_traditional(tag) ? Language::zh_hant : Language::zh_hans);
  }
  if (same(first, "es")) {
    const bool spain = names(tag, "ES");
    const auto wanted = if_linked(spain ? Language::es_es : Language::es);
    return wanted ? wanted : if_linked(spain ? Language::es : Language::es_es);
  }
  if (same(first, "pt")) return if_linked(Language::pt_br);
  for (std::size_t i = 0; i + 1 < language_count; ++i) {
    if (same(languages[i].tag, first)) return if_linked(static_cast<Language>(i));
  }
  return std::nullopt;
}

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn

// How a language's file of words becomes a constant table, and what the build refuses. Knows no screen.
#pragma once

#include <hellojohn/widgets/text.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

// A line of a language's file. They stay defined for the file that includes this header.
#define HELLOJOHN_WORD(id, text) {MessageId::id, false, {"", "", "", text}},
#define HELLOJOHN_PLURAL(id, one, few, many, other) {MessageId::id, true, {one, few, many, other}},

namespace hellojohn {
inline namespace v0 {
namespace widgets {
namespace words {

inline constexpr std::size_t form_count = 4;

struct Row {
  MessageId id = MessageId::none;
  bool plural = false;
  std::string_view forms[form_count];  ///< In the order of Plural.

  [[nodiscard]] constexpr std::string_view form(Plural which) const noexcept {
    return forms[static_cast<std::size_t>(which)];
  }
};

/// A language's words: the forms of each sentence end with a zero byte, and `begins` says where a sentence begins.
struct Words {
  const char* text = nullptr;
  const std::uint16_t* begins = nullptr;  ///< message_count + 1.
};

// None of them is linked unless languages.cpp names it.
extern const Words en, es, es_es, fr, de, it, pt_br, pl, ru, tr, ja, ko, zh_hans, zh_hant;

/// Null if this build does not have the language; English is always there.
[[nodiscard]] const Words* linked(Language language) noexcept;
/// True if the sentence has a form for each kind of number.
[[nodiscard]] bool counts(MessageId id) noexcept;
/// What is said for a number that asks for this form; a sentence that does not count has one for all.
[[nodiscard]] std::string_view said(const Words& words, MessageId id, Plural plural) noexcept;
/// The form as the table has it; a sentence without plurals has `other` only.
[[nodiscard]] std::string_view form(const Words& words, MessageId id, Plural plural) noexcept;

constexpr auto en_rows() noexcept {
  return std::to_array<Row>({
#include "words/en.def"
  });
}

inline constexpr std::string_view placeholder_names[] = {"n",    "total", "time", "ago",
                                                         "text", "text2", "date", "moment",
                                                         "year", "month", "day",  "clock"};

/// How often each placeholder occurs, five bits each; -1 if one is unknown or not closed.
constexpr std::int64_t placeholders(std::string_view text) noexcept {
  std::int64_t counts = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '{') continue;
    std::size_t end = i;
    while (end < text.size() && text[end] != '}') ++end;
    if (end == text.size()) return -1;
    const std::string_view name = text.substr(i + 1, end - i - 1);
    bool known = false;
    for (std::size_t k = 0; k < std::size(placeholder_names); ++k) {
      if (placeholder_names[k] != name) continue;
      counts += std::int64_t{1} << (5 * k);
      known = true;
    }
    if (!known) return -1;
    i = end;
  }
  return counts;
}

/// True if numbers can ask for the form.
constexpr bool has_form(Plurals rule, Plural plural) noexcept {
  for (std::int32_t n = 0; n < 30; ++n) {
    if (plural_of(rule, n) == plural) return true;
  }
  return false;
}

/// True if a translation has each form that its language needs, with the placeholders of the English sentence.
constexpr bool fits(const Row& row, const Row& english, Plurals rule) noexcept {
  if (row.id != english.id || row.plural != english.plural) return false;
  const std::int64_t wanted = placeholders(english.form(Plural::other));
  if (wanted < 0) return false;
  for (std::size_t i = 0; i < form_count; ++i) {
    const auto plural = static_cast<Plural>(i);
    const bool needed = row.plural ? has_form(rule, plural) : plural == Plural::other;
    if (needed && row.forms[i].empty()) return false;
    if (!row.forms[i].empty() && placeholders(row.forms[i]) != wanted) return false;
  }
  return true;
}

/// The first sentence that does not fit; none: all do.
template <auto rows>
constexpr MessageId misfit(Plurals rule) noexcept {
  constexpr auto own = rows();
  constexpr auto english = en_rows();
  static_assert(own.size() + 1 == message_count, "a sentence is missing or too much");
  for (std::size_t i = 0; i < own.size(); ++i) {
    const bool in_order = static_cast<std::size_t>(own[i].id) == i + 1;
    if (!in_order || !fits(own[i], english[i], rule)) return english[i].id;
  }
  return MessageId::none;
}

/// A compiler names the argument in its message, and so the sentence that is at fault.
template <MessageId misfit>
inline constexpr bool every_sentence_fits = misfit == MessageId::none;

template <auto rows>
constexpr std::size_t text_size() noexcept {
  std::size_t size = 1;
  for (const Row& row : rows()) {
    for (const std::string_view form : row.forms)
      size += row.plural ? form.size() + 1 : form.size();
    if (!row.plural) ++size;
  }
  return size;
}

template <auto rows, Plurals rule>
struct Table {
  static_assert(every_sentence_fits<misfit<rows>(rule)>,
                "a form or a placeholder of this sentence is not as in English");
  static_assert(text_size<rows>() < 0x10000);
  std::array<char, text_size<rows>()> text{};
  std::array<std::uint16_t, message_count + 1> begins{};

  constexpr Table() noexcept {
    std::size_t at = 0;
    std::size_t index = 1;
    for (const Row& row : rows()) {
      begins[index++] = static_cast<std::uint16_t>(at);
      for (const std::string_view form : row.forms) {
        for (const char c : form) text[at++] = c;
        if (row.plural) text[at++] = '\0';
      }
      if (!row.plural) text[at++] = '\0';
    }
    begins[index] = static_cast<std::uint16_t>(at);
  }
};

}  // namespace words
}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn

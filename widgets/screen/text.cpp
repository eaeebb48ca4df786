// What a host sets and what the library says, and the placeholders in it.
#include "base/text.hpp"
#include "screen/values.hpp"
#include "words/table.hpp"

#include <hellojohn/widgets/fixed_text.hpp>
#include <hellojohn/widgets/text.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

namespace {

// One row per sentence, in the order of MessageId.
constexpr MessageInfo infos[] = {
    {"none", 0, {}},
#define HELLOJOHN_KEY(id, limit, context) {#id, limit, context},
#include <hellojohn/widgets/words/keys.def>
#undef HELLOJOHN_KEY
};
static_assert(sizeof infos / sizeof infos[0] == message_count);

constexpr std::size_t every_language = language_count;

constexpr std::size_t index_of(MessageId id) noexcept { return static_cast<std::size_t>(id); }

/// Writes into a span and stops at its end.
class Out {
 public:
  explicit Out(std::span<char> out) noexcept : out_(out) {}
  void add(std::string_view text) noexcept {
    const std::size_t room = out_.size() - used_;
    const std::size_t n = text.size() <= room ? text.size() : utf8_prefix(text, room);
    std::memcpy(out_.data() + used_, text.data(), n);
    used_ += n;
  }
  void add(long long number, const char* shape = "%lld") noexcept {
    char digits[24];
    const int n = std::snprintf(digits, sizeof digits, shape, number);
    add({digits, static_cast<std::size_t>(n)});
  }
  /// Text that a user or a server chose. It cannot turn the sentence around it, end its line or hide a part of it.
  void add_foreign(std::string_view text) noexcept {
    if (is_plain(text)) return add(text);
    std::size_t begin = 0;
    for (std::size_t i = 0; i < text.size();) {
      if (!begins_control(text[i])) {
        ++i;
        continue;
      }
      std::string_view rest = text.substr(i);
      const char32_t c = utf8::take(rest);
      const std::size_t next = text.size() - rest.size();
      if (text::is_line_end(c) || text::is_control(c) || text::is_bidirectional(c)) {
        add(text.substr(begin, i - begin));
        if (text::is_line_end(c)) add(" ");
        begin = next;
      }
      i = next;
    }
    add(text.substr(begin));
  }
  [[nodiscard]] std::string_view view() const noexcept { return {out_.data(), used_}; }

 private:
  /// True for printed ASCII, as most names are: eight bytes at once, because each frame asks.
  static bool is_plain(std::string_view text) noexcept {
    constexpr std::uint64_t ones = 0x0101010101010101;
    std::uint64_t found = 0;
    std::size_t i = 0;
    for (; i + sizeof found <= text.size(); i += sizeof found) {
      std::uint64_t eight = 0;
      std::memcpy(&eight, text.data() + i, sizeof eight);
      found |= eight | (eight - ones * 0x20) | (eight + ones);  // Not ASCII, below the space, DEL.
    }
    for (; i < text.size(); ++i) {
      const auto byte = static_cast<unsigned char>(text[i]);
      found |= byte < 0x20 || byte >= 0x7F ? 0x80U : 0;
    }
    return (found & ones * 0x80) == 0;
  }
  /// The first byte of what add_foreign() leaves out, and of few other characters.
  static bool begins_control(char byte) noexcept {
    const auto b = static_cast<unsigned char>(byte);
    return b < 0x20 || b == 0x7F || b == 0xC2 || b == 0xD8 || b == 0xE2;
  }

  std::span<char> out_;
  std::size_t used_ = 0;
};

/// Writes the words, with `value(name)` instead of each placeholder; false: it stays as it is written.
template <typename Value>
void fill_in(Out& out, std::string_view words, const Value& value) noexcept {
  while (!words.empty()) {
    const std::size_t open = words.find('{');
    const std::size_t close = open == std::string_view::npos ? open : words.find('}', open);
    if (close == std::string_view::npos) return out.add(words);
    out.add(words.substr(0, open));
    if (!value(words.substr(open + 1, close - open - 1))) {
      out.add(words.substr(open, close - open + 1));
    }
    words.remove_prefix(close + 1);
  }
}

void add_number(Out& out, const Text& text, std::int32_t n) noexcept {
  if (n <= -1000 || n >= 1000) {
    add_number(out, text, n / 1000);
    out.add(text.words(MessageId::number_group));
    return out.add(std::abs(n % 1000), "%03lld");
  }
  out.add(n);
}

void add_date(Out& out, const Text& text, std::chrono::seconds since_1970) noexcept {
  using namespace std::chrono;
  const year_month_day date{floor<days>(sys_seconds(since_1970))};
  std::string_view months = text.words(MessageId::date_months);
  for (auto i = static_cast<unsigned>(date.month()); i > 1 && !months.empty(); --i) {
    months.remove_prefix(std::min(months.find('|'), months.size() - 1) + 1);
  }
  fill_in(out, text.words(MessageId::date_order), [&](std::string_view name) {
    if (name == "year") out.add(static_cast<int>(date.year()));
    if (name == "month") out.add(months.substr(0, months.find('|')));
    if (name == "day") out.add(static_cast<unsigned>(date.day()));
    return name == "year" || name == "month" || name == "day";
  });
}

/// Twelve hours if the language writes the halves of a day in different ways.
void add_time_of_day(Out& out, const Text& text, std::chrono::seconds since_1970) noexcept {
  const long long minutes = (since_1970.count() % 86400 + 86400) % 86400 / 60;
  const std::string_view before = text.words(MessageId::clock_before_noon);
  const std::string_view after = text.words(MessageId::clock_after_noon);
  const long long hour = minutes / 60;
  fill_in(out, hour < 12 ? before : after, [&](std::string_view name) {
    if (name != "clock") return false;
    if (before == after) {
      out.add(hour, "%02lld");
    } else {
      out.add((hour + 11) % 12 + 1);
    }
    out.add(minutes % 60, ":%02lld");
    return true;
  });
}

void add_moment(Out& out, const Text& text, std::chrono::seconds since_1970) noexcept {
  fill_in(out, text.words(MessageId::date_and_clock), [&](std::string_view name) {
    if (name == "date") add_date(out, text, since_1970);
    if (name == "clock") add_time_of_day(out, text, since_1970);
    return name == "date" || name == "clock";
  });
}

void add_clock(Out& out, std::chrono::seconds time) noexcept {
  const long long s = time.count() > 0 ? time.count() : 0;
  if (s >= 3600) {
    out.add(s / 3600);
    out.add(s / 60 % 60, ":%02lld");
  } else {
    out.add(s / 60);
  }
  out.add(s % 60, ":%02lld");
}

struct Span {
  MessageId unit;
  long long n;
};

Span span_of(std::chrono::seconds time) noexcept {
  const long long s = time.count() > 0 ? time.count() : 0;
  if (s < 60) return {MessageId::unit_seconds, s};
  if (s < 3600) return {MessageId::unit_minutes, s / 60};
  if (s < 86400) return {MessageId::unit_hours, s / 3600};
  return {MessageId::unit_days, s / 86400};
}

void add_span(Out& out, const Text& text, std::chrono::seconds time) noexcept {
  const Span span = span_of(time);
  const std::string_view words = text.words(span.unit, static_cast<std::int32_t>(span.n));
  const std::size_t at = std::min(words.find("{n}"), words.size());
  out.add(words.substr(0, at));
  out.add(span.n);
  if (at < words.size()) out.add(words.substr(at + 3));
}

/// False if the name is unknown; it then stays as it is written.
bool add_value(Out& out, const Text& text, std::string_view name, const Message& message) noexcept {
  if (name == "text" && message.id == MessageId::free_text) {
    out.add(message.text);  // The host's own line, as it is.
  } else if (name == "text") {
    out.add_foreign(message.text);
  } else if (name == "n") {
    add_number(out, text, message.n);
  } else if (name == "total") {
    add_number(out, text, message.total);
  } else if (name == "time") {
    add_clock(out, message.time);
  } else if (name == "ago") {
    add_span(out, text, message.time);
  } else if (name == "text2") {
    out.add_foreign(message.text2);
  } else if (name == "date") {
    add_date(out, text, message.time);
  } else if (name == "moment") {
    add_moment(out, text, message.time);
  } else {
    return false;
  }
  return true;
}

}  // namespace

std::string_view value_of(const Text& text, std::string_view name, const Message& message,
                          std::span<char> out) noexcept {
  Out value(out);
  return add_value(value, text, name, message) ? value.view() : std::string_view();
}

MessageInfo message_info(MessageId id) noexcept {
  return index_of(id) < message_count ? infos[index_of(id)] : infos[0];
}

MessageId message_named(std::string_view name) noexcept {
  for (std::size_t i = 0; i < message_count; ++i) {
    if (infos[i].name == name) return static_cast<MessageId>(i);
  }
  return MessageId::none;
}

MessageForms message_forms(Language language, MessageId id) noexcept {
  const words::Words* words = words::linked(language);
  if (words == nullptr || index_of(id) >= message_count) return {};
  const auto form = [&](Plural plural) { return words::form(*words, id, plural); };
  return {form(Plural::one), form(Plural::few), form(Plural::many), form(Plural::other)};
}

void Text::set_language(Language language) noexcept {
  language_ = language;
  find_plain();
}

void Text::find_plain() noexcept {
  const words::Words* table = words::linked(language_);
  const bool replaced = table == nullptr || !own_[every_language].empty() ||
                        !own_[static_cast<std::size_t>(language_)].empty();
  plain_ = replaced ? nullptr : table;
}

void Text::put(std::size_t slot, MessageId id, Own own) {
  if (index_of(id) >= message_count || slot >= own_.size()) return;
  if (own_[slot].empty()) own_[slot].resize(message_count);
  own_[slot][index_of(id)] = std::move(own);
  find_plain();
}

void Text::set(MessageId id, std::string other, std::string one) {
  put(every_language, id, {std::move(other), std::move(one), {}, {}});
}

void Text::set(Language language, MessageId id, std::string other, std::string one, std::string few,
               std::string many) {
  if (language > Language::own) return;
  put(static_cast<std::size_t>(language), id,
      {std::move(other), std::move(one), std::move(few), std::move(many)});
}

void Text::reset(MessageId id) noexcept {
  if (index_of(id) >= message_count) return;
  for (OwnWords& words : own_) {
    if (!words.empty()) words[index_of(id)] = {};
  }
}

/// Empty if the host has not set the sentence.
std::string_view Text::own(std::size_t slot, MessageId id, Plural plural) const noexcept {
  if (own_[slot].empty()) return {};
  const Own& own = own_[slot][index_of(id)];
  const std::string* const forms[] = {&own.one, &own.few, &own.many, &own.other};
  const std::string& form = *forms[static_cast<std::size_t>(plural)];
  return form.empty() ? own.other : form;
}

std::string_view Text::words(MessageId id, std::int32_t n) const noexcept {
  if (index_of(id) >= message_count) return {};
  // Each frame asks for every sentence: most have one form, and most hosts replace none.
  if (plain_ != nullptr && !words::counts(id)) return words::said(*plain_, id, Plural::other);
  const words::Words* table = words::linked(language_);
  const Plurals rule = language_ == Language::own ? own_plurals_ : language_info(language_).plurals;
  const std::size_t slot = std::min(static_cast<std::size_t>(language_), language_count - 1);
  std::string_view words = own(slot, id, plural_of(rule, n));
  if (words.empty()) words = own(every_language, id, n == 1 ? Plural::one : Plural::other);
  if (!words.empty()) return words;
  if (table != nullptr) return words::said(*table, id, plural_of(rule, n));
  return words::said(words::en, id, plural_of(Plurals::one, n));
}

std::string_view Text::format(const Message& message, std::span<char> out) const noexcept {
  Out result(out);
  fill_in(result, words(message.id, message.n),
          [&](std::string_view name) { return add_value(result, *this, name, message); });
  return result.view();
}

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn

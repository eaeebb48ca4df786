// What a host sets and what the library says, and the placeholders in it.
#include "words/table.hpp"

#include <hellojohn/widgets/fixed_text.hpp>
#include <hellojohn/widgets/text.hpp>

#include <algorithm>
#include <cstdio>
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
    const std::size_t n = utf8_prefix(text, out_.size() - used_);
    std::memcpy(out_.data() + used_, text.data(), n);
    used_ += n;
  }
  void add(long long number, const char* shape = "%lld") noexcept {
    char digits[24];
    const int n = std::snprintf(digits, sizeof digits, shape, number);
    add({digits, static_cast<std::size_t>(n)});
  }
  [[nodiscard]] std::string_view view() const noexcept { return {out_.data(), used_}; }

 private:
  std::span<char> out_;
  std::size_t used_ = 0;
};

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

/// False where the name is unknown; it then stays as it is written.
bool add_value(Out& out, const Text& text, std::string_view name, const Message& message) noexcept {
  if (name == "n") {
    out.add(message.n);
  } else if (name == "total") {
    out.add(message.total);
  } else if (name == "time") {
    add_clock(out, message.time);
  } else if (name == "ago") {
    add_span(out, text, message.time);
  } else if (name == "text") {
    out.add(message.text);
  } else if (name == "text2") {
    out.add(message.text2);
  } else {
    return false;
  }
  return true;
}

}  // namespace

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
  std::string_view rest = words(message.id, message.n);
  while (!rest.empty()) {
    const std::size_t open = rest.find('{');
    const std::size_t close = open == std::string_view::npos ? open : rest.find('}', open);
    if (close == std::string_view::npos) {
      result.add(rest);
      break;
    }
    result.add(rest.substr(0, open));
    if (!add_value(result, *this, rest.substr(open + 1, close - open - 1), message)) {
      result.add(rest.substr(open, close - open + 1));
    }
    rest.remove_prefix(close + 1);
  }
  return result.view();
}

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn

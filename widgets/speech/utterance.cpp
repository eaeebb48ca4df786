// Sentences out of messages, with times in words.
#include "utterance.hpp"

#include "screen/values.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <initializer_list>

namespace hellojohn {
inline namespace v0 {
namespace speech {

using widgets::Message;
using widgets::MessageId;

Message words_of(MessageId id, std::int32_t n, std::int32_t total) noexcept {
  Message message;
  message.id = id;
  message.n = n;
  message.total = total;
  return message;
}

Utterance::~Utterance() { secure_wipe(bytes_.data(), size_); }

void Utterance::add(std::string_view said) noexcept {
  const std::size_t n = widgets::utf8_prefix(said, bytes_.size() - size_);
  for (std::size_t i = 0; i < n; ++i) {
    const auto byte = static_cast<unsigned char>(said[i]);
    bytes_[size_ + i] = byte < 0x20 || byte == 0x7F ? ' ' : said[i];
  }
  size_ += n;
}

void Utterance::add(std::int64_t number) noexcept {
  char digits[24];
  const auto [end, failed] = std::to_chars(digits, digits + sizeof digits, number);
  if (failed == std::errc()) add({digits, static_cast<std::size_t>(end - digits)});
}

void Utterance::add_counted(MessageId unit, std::int64_t n) noexcept {
  add_message(words_of(unit, static_cast<std::int32_t>(n)));
}

/// The two largest units: "1 minute 30 seconds".
void Utterance::add_time(std::chrono::seconds time) noexcept {
  const std::int64_t s = std::max<std::int64_t>(time.count(), 0);
  const std::int64_t hours = s / 3600;
  const std::int64_t minutes = s / 60 % 60;
  const std::int64_t seconds = s % 60;
  if (s >= 86400) return add_counted(MessageId::speech_days, s / 86400);
  const struct {
    MessageId unit;
    std::int64_t n;
  } units[] = {{MessageId::speech_hours, hours},
               {MessageId::speech_minutes, minutes},
               {MessageId::speech_seconds, hours > 0 ? 0 : seconds}};
  bool first = true;
  for (const auto& unit : units) {
    if (unit.n == 0 && !(s == 0 && unit.unit == MessageId::speech_seconds)) continue;
    if (!first) add(" ");
    first = false;
    add_counted(unit.unit, unit.n);
  }
}

void Utterance::add_message(const Message& message) noexcept {
  std::string_view rest = text_.words(message.id, message.n);
  while (!rest.empty()) {
    const std::size_t open = rest.find('{');
    const std::size_t close = open == std::string_view::npos ? open : rest.find('}', open);
    if (close == std::string_view::npos) return add(rest);
    add(rest.substr(0, open));
    const std::string_view name = rest.substr(open + 1, close - open - 1);
    if (name == "n") {
      add(std::int64_t{message.n});
    } else if (name == "total") {
      add(std::int64_t{message.total});
    } else if (name == "time" || name == "ago") {
      add_time(message.time);
    } else if (name == "text" || name == "text2") {
      add(name == "text" ? message.text : message.text2);
    } else {
      char value[128];  // The longest is a date with its time of day.
      add(widgets::value_of(text_, name, message, value));
    }
    rest.remove_prefix(close + 1);
  }
}

/// A stop of any of the languages ends what was said so far.
bool Utterance::ends_sentence() const noexcept {
  const std::string_view said(bytes_.data(), size_);
  for (const std::string_view end : {".", "!", "?", ":", "…", "。", "！", "？", "："}) {
    if (said.ends_with(end)) return true;
  }
  return false;
}

void Utterance::open_part() noexcept {
  if (size_ != 0) {
    if (!begins_) {
      add_message(words_of(MessageId::speech_pause));
    } else if (!ends_sentence()) {
      add_message(words_of(MessageId::speech_stop));
    } else if (static_cast<unsigned char>(bytes_[size_ - 1]) < 0x80) {
      add(" ");  // A full-width stop has its room.
    }
  }
  begins_ = false;
}

void Utterance::part(const Message& message) noexcept {
  if (message.empty()) return;
  const std::size_t before = size_;
  const bool begun = begins_;
  open_part();
  add_message(message);
  if (size_ < bytes_.size()) return;
  secure_wipe(bytes_.data() + before, size_ - before);
  size_ = before;
  begins_ = begun;
}

void Utterance::part(std::string_view said) noexcept {
  if (said.empty()) return;
  open_part();
  add(said);
}

void Utterance::more(std::string_view said) noexcept { add(said); }

}  // namespace speech
}  // namespace v0
}  // namespace hellojohn

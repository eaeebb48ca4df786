// The table of words and the placeholders in them.
#include <hellojohn/widgets/fixed_text.hpp>
#include <hellojohn/widgets/text.hpp>

#include <cstdio>
#include <cstring>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

namespace {

// One row per sentence, in the order of MessageId.
constexpr MessageInfo infos[] = {
    {"none", 0, {}, {}, {}, {}, {}},
#define HELLOJOHN_WORD(id, limit, en, es, context) {#id, limit, {}, en, {}, es, context},
#define HELLOJOHN_PLURAL(id, limit, en_one, en_other, es_one, es_other, context) \
  {#id, limit, en_one, en_other, es_one, es_other, context},
#include <hellojohn/widgets/words/all.def>
#undef HELLOJOHN_WORD
#undef HELLOJOHN_PLURAL
};
static_assert(sizeof infos / sizeof infos[0] == message_count);

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

void add_span(Out& out, std::chrono::seconds time) noexcept {
  const long long s = time.count() > 0 ? time.count() : 0;
  if (s < 60) return out.add(s, "%lld s");
  if (s < 3600) return out.add(s / 60, "%lld min");
  if (s < 86400) return out.add(s / 3600, "%lld h");
  out.add(s / 86400, "%lld d");
}

/// False where the name is unknown; it then stays as it is written.
bool add_value(Out& out, std::string_view name, const Message& message) noexcept {
  if (name == "n") {
    out.add(message.n);
  } else if (name == "total") {
    out.add(message.total);
  } else if (name == "time") {
    add_clock(out, message.time);
  } else if (name == "ago") {
    add_span(out, message.time);
  } else if (name == "text") {
    out.add(message.text);
  } else if (name == "text2") {
    out.add(message.text2);
  } else {
    return false;
  }
  return true;
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
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

std::string messages_csv() {
  std::string out = "id,context,limit,en_one,en_other,es_one,es_other\r\n";
  for (std::size_t i = 1; i < message_count; ++i) {
    const MessageInfo& info = infos[i];
    out += std::string(info.name) + ',' + quoted(info.context) + ',' + std::to_string(info.limit);
    for (const std::string_view text : {info.en_one, info.en_other, info.es_one, info.es_other}) {
      out += ',' + quoted(text);
    }
    out += "\r\n";
  }
  return out;
}

void Text::set(MessageId id, std::string other, std::string one) {
  if (index_of(id) < message_count) own_[index_of(id)] = {std::move(one), std::move(other)};
}

void Text::reset(MessageId id) noexcept {
  if (index_of(id) < message_count) own_[index_of(id)] = {};
}

std::string_view Text::words(MessageId id, std::int32_t n) const noexcept {
  if (index_of(id) >= message_count) return {};
  const Own& own = own_[index_of(id)];
  if (!own.other.empty()) return n == 1 && !own.one.empty() ? own.one : own.other;
  const MessageInfo& info = infos[index_of(id)];
  const std::string_view one = language_ == Language::es ? info.es_one : info.en_one;
  if (n == 1 && !one.empty()) return one;
  return language_ == Language::es ? info.es_other : info.en_other;
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
    if (!add_value(result, rest.substr(open + 1, close - open - 1), message)) {
      result.add(rest.substr(open, close - open + 1));
    }
    rest.remove_prefix(close + 1);
  }
  return result.view();
}

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn

// The note between runs, the clipboard that forgets, and what else the components of one host share.
#include <hellojohn/widgets/host_state.hpp>

#include <hellojohn/widgets/fixed_text.hpp>

#include <charconv>
#include <cstring>
#include <random>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

namespace {

constexpr std::string_view note_version = "hellojohn-note-1";

std::uint64_t rotate(std::uint64_t x, int by) noexcept { return x << by | x >> (64 - by); }

/// SipHash-2-4 (Aumasson, Bernstein 2012): a keyed hash from which nobody finds the text without the key.
class SipHash {
 public:
  explicit SipHash(const std::array<std::uint64_t, 2>& key) noexcept
      : v_{key[0] ^ 0x736f6d6570736575U, key[1] ^ 0x646f72616e646f6dU, key[0] ^ 0x6c7967656e657261U,
           key[1] ^ 0x7465646279746573U} {}

  std::uint64_t of(std::string_view text) noexcept {
    std::uint64_t word = 0;
    std::size_t i = 0;
    for (const char c : text) {
      if (c == '\r') continue;  // A clipboard may rewrite the line ends; the text is still ours.
      word |= static_cast<std::uint64_t>(static_cast<unsigned char>(c)) << (8 * (i % 8));
      if (++i % 8 == 0) absorb(std::exchange(word, 0));
    }
    absorb(word | static_cast<std::uint64_t>(i) << 56);
    v_[2] ^= 0xFF;
    for (int round = 0; round < 4; ++round) mix();
    return v_[0] ^ v_[1] ^ v_[2] ^ v_[3];
  }

 private:
  void absorb(std::uint64_t word) noexcept {
    v_[3] ^= word;
    mix();
    mix();
    v_[0] ^= word;
  }
  void mix() noexcept {
    v_[0] += v_[1];
    v_[1] = rotate(v_[1], 13) ^ v_[0];
    v_[0] = rotate(v_[0], 32);
    v_[2] += v_[3];
    v_[3] = rotate(v_[3], 16) ^ v_[2];
    v_[0] += v_[3];
    v_[3] = rotate(v_[3], 21) ^ v_[0];
    v_[2] += v_[1];
    v_[1] = rotate(v_[1], 17) ^ v_[2];
    v_[2] = rotate(v_[2], 32);
  }
  std::array<std::uint64_t, 4> v_;
};

std::uint32_t checksum(std::string_view text) noexcept {
  return static_cast<std::uint32_t>(SipHash({1, 2}).of(text));
}

/// The next field after a space; false if it is not a whole number.
bool take_number(std::string_view& text, std::int64_t& out) noexcept {
  if (text.empty() || text.front() != ' ') return false;
  text.remove_prefix(1);
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (failed != std::errc()) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

void fill(const Host& host, void* bytes, std::size_t size) {
  if (host.entropy) return host.entropy(bytes, size);
  std::random_device device;
  auto* out = static_cast<unsigned char*>(bytes);
  for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<unsigned char>(device());
}

}  // namespace

std::string write_note(const Note& note) {
  std::string out(note_version);
  const auto add = [&out](std::int64_t n) { out += ' ' + std::to_string(n); };
  add(note.unsaved_since.value_or(-1));
  add(note.unsaved_of);
  for (const std::int64_t until : note.snoozed_until) add(until);
  add(note.resend_at);
  add(note.resend_count);
  const std::uint32_t sum = checksum(out);
  add(sum);
  return out;
}

std::optional<Note> read_note(std::string_view text) noexcept {
  const std::string_view whole = text;
  if (!text.starts_with(note_version)) return std::nullopt;
  text.remove_prefix(note_version.size());
  Note note;
  std::int64_t unsaved = 0;
  std::int64_t count = 0;
  std::int64_t sum = 0;
  bool good = take_number(text, unsaved) && take_number(text, note.unsaved_of);
  for (std::int64_t& until : note.snoozed_until) good = good && take_number(text, until);
  good = good && take_number(text, note.resend_at) && take_number(text, count);
  const std::string_view covered = whole.substr(0, whole.size() - text.size());
  good = good && take_number(text, sum) && text.empty() && sum == checksum(covered) &&
         unsaved >= -1 && count >= 0 && count <= 1000;
  if (!good) return std::nullopt;
  if (unsaved >= 0) note.unsaved_since = unsaved;
  note.resend_count = static_cast<std::int32_t>(count);
  return note;
}

bool Clipboard::copy(const Host& host, SecretView text, Time now,
                     std::chrono::seconds clear_after) {
  if (!host.write_clipboard || !host.write_clipboard(text)) return false;
  fill(host, key_.data(), sizeof key_);
  hash_ = SipHash(key_).of(text.reveal());
  ours_ = true;
  until_.stop();
  // Without a way to look, nobody knows whose text would be cleared.
  if (clear_after.count() > 0 && host.read_clipboard) until_.start(now, clear_after);
  return true;
}

void Clipboard::update(const Host& host, Time now) {
  if (until_.over(now)) clear(host);
}

void Clipboard::clear(const Host& host) {
  until_.stop();
  if (!std::exchange(ours_, false) || !host.read_clipboard || !host.write_clipboard) return;
  const Secret present = host.read_clipboard();
  if (SipHash(key_).of(present.reveal()) == hash_) (void)host.write_clipboard({});
  hash_ = 0;
}

HostState::HostState(Host host, Branding branding)
    : host_(std::move(host)), branding_(std::move(branding)) {
  if (host_.read_note) note_ = widgets::read_note(host_.read_note()).value_or(Note{});
}

HostState::~HostState() { clipboard_.clear(host_); }

bool HostState::keep(const Note& note) {
  if (note == note_) return true;
  note_ = note;
  if (!host_.write_note) return false;
  return host_.write_note(note == Note{} ? std::string() : write_note(note));
}

void HostState::set_user(std::string_view user_id) noexcept { user_ = checksum(user_id); }

std::optional<std::int64_t> HostState::unsaved_since() const noexcept {
  return note_.unsaved_of == user_ ? note_.unsaved_since : std::nullopt;
}

void HostState::mark_unsaved() {
  Note note = note_;
  note.unsaved_since = wall_seconds();
  note.unsaved_of = user_;
  keep(note);
}

void HostState::clear_unsaved() {
  if (!unsaved_since()) return;
  Note note = note_;
  note.unsaved_since.reset();
  note.unsaved_of = 0;
  keep(note);
}

bool HostState::streaming() const { return host_.streaming && host_.streaming() != Streaming::no; }

std::int64_t HostState::wall_seconds() const {
  if (!host_.wall_time) return 0;
  return std::chrono::floor<std::chrono::seconds>(host_.wall_time()).time_since_epoch().count();
}

std::size_t HostState::random_below(std::size_t limit) const {
  std::uint64_t number = 0;
  fill(host_, &number, sizeof number);
  return limit == 0 ? 0 : static_cast<std::size_t>(number % limit);
}

std::string mask_address(std::string_view email) {
  const std::size_t at = email.rfind('@');
  if (at == std::string_view::npos) return {};
  std::string out(email.substr(0, utf8_prefix(email.substr(0, at), at < 3 ? 1 : 2)));
  out += "\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2";
  out += email.substr(at);
  return out;
}

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn

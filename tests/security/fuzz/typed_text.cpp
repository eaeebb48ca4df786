// Text from people, mails, headers, files and authenticators. The first byte picks who reads it.
#include "base/dates.hpp"
#include "base/url.hpp"
#include "json/json.hpp"
#include "mock/service/crypto.hpp"
#include "require.hpp"
#include "rules/backup_code.hpp"
#include "rules/retry_after.hpp"

#include <hellojohn/recovery_link.hpp>
#include <hellojohn/widgets/code_field.hpp>
#include <hellojohn/widgets/host_state.hpp>
#include <hellojohn/widgets/qr_matrix.hpp>

#include <cstdint>
#include <string>

using namespace hellojohn;

namespace {

void backup_code(std::string_view text) {
  const Secret once = normalise_backup_code(text, {});
  HELLOJOHN_FUZZ_REQUIRE(once.size() <= text.size() + 1);
  const Secret twice = normalise_backup_code(once.reveal(), {});
  HELLOJOHN_FUZZ_REQUIRE(once.reveal() == twice.reveal());
}

void link_text(std::string_view text) {
  static const std::vector<std::string> hosts = {"auth.example.com"};
  const auto token = parse_recovery_link(text, hosts);
  if (!token) return;
  HELLOJOHN_FUZZ_REQUIRE(token->reveal().starts_with("rec_tok_"));
  for (const char c : token->reveal()) HELLOJOHN_FUZZ_REQUIRE(c > 0x20 && c < 0x7f);
}

void code_field(std::string_view text) {
  widgets::CodeField field;
  (void)field.paste(text);
  HELLOJOHN_FUZZ_REQUIRE(field.size() <= widgets::CodeField::longest);
  HELLOJOHN_FUZZ_REQUIRE(field.caret() <= field.size());
  for (std::size_t i = 0; i < field.candidates(); ++i) {
    HELLOJOHN_FUZZ_REQUIRE(!field.candidate(i).empty());
  }
  if (field.candidates() > 0) {
    field.take_candidate(field.candidates() - 1);
    HELLOJOHN_FUZZ_REQUIRE(field.size() == field.expected());
  }
  for (int i = 0; i < 4; ++i) field.backspace();
}

void times(std::string_view text) {
  const std::chrono::system_clock::time_point now{std::chrono::hours(500000)};
  if (const auto wait = read_retry_after(text, now)) {
    HELLOJOHN_FUZZ_REQUIRE(wait->count() >= 0 && *wait <= std::chrono::hours(24));
  }
  (void)read_rate_limit_reset(text, text, now);
  (void)read_rfc3339(text);
  (void)codec::read_claims(text);
}

/// An authenticator's key, and the address with it as a picture.
void authenticator(std::string_view text) {
  if (const auto bytes = testing::mock::base32_decode(text)) {
    HELLOJOHN_FUZZ_REQUIRE(bytes->size() <= text.size() * 5 / 8);
  }
  // Drawing takes a thousand times longer than reading: a few of the texts do.
  if (text.empty() || text.size() > 700 || text.front() != 'o') return;
  widgets::QrMatrix picture;
  const bool made = picture.make(SecretView(text));
  HELLOJOHN_FUZZ_REQUIRE(made == (picture.size() > 0));
  HELLOJOHN_FUZZ_REQUIRE(!picture.black(-1, 0) && !picture.black(0, picture.size()));
}

void note(std::string_view text) {
  const auto read = widgets::read_note(text);
  if (!read) return;
  const auto again = widgets::read_note(widgets::write_note(*read));
  HELLOJOHN_FUZZ_REQUIRE(again && *again == *read);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 7) {
    case 0: backup_code(text); break;
    case 1: link_text(text); break;
    case 2: code_field(text); break;
    case 3: times(text); break;
    case 4: note(text); break;
    case 6: authenticator(text); break;
    default: (void)read_base_url(text, true); break;
  }
  return 0;
}

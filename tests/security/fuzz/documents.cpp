// JSON → each model. The first byte picks the reader; what it takes has to keep its promises.
#include "json/json.hpp"
#include "require.hpp"

#include <algorithm>
#include <cstdint>

using namespace hellojohn;
using namespace hellojohn::codec;

namespace {

bool visible(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

void check(const BackupCodes& codes) {
  HELLOJOHN_FUZZ_REQUIRE(!codes.codes.empty() && codes.codes.size() <= 64);
  for (const Secret& code : codes.codes) {
    HELLOJOHN_FUZZ_REQUIRE(code.size() >= 4 && code.size() <= 128);
    for (const char c : code.reveal()) HELLOJOHN_FUZZ_REQUIRE(c >= 0x20 && c < 0x7f);
  }
}

void tokens(std::string_view text) {
  Tokens out;
  if (read_tokens(text, out) != nullptr) return;
  HELLOJOHN_FUZZ_REQUIRE(!out.access_token.empty() && visible(out.access_token.reveal()));
  HELLOJOHN_FUZZ_REQUIRE(visible(out.refresh_token.reveal()));
  HELLOJOHN_FUZZ_REQUIRE(!out.expires_in || out.expires_in->count() > 0);
  HELLOJOHN_FUZZ_REQUIRE(!out.backup_codes_remaining || *out.backup_codes_remaining >= 0);
}

void error(std::string_view text) {
  ServerError out;
  read_error(text, out);
  HELLOJOHN_FUZZ_REQUIRE(visible(out.code) && out.message.size() <= 512);
  HELLOJOHN_FUZZ_REQUIRE(out.request_id.size() <= 128);
  for (const char c : out.message) HELLOJOHN_FUZZ_REQUIRE(static_cast<unsigned char>(c) >= 0x20);
  HELLOJOHN_FUZZ_REQUIRE(!out.retry_after || out.retry_after->count() >= 0);
}

void others(std::string_view text, unsigned which) {
  std::vector<Factor> factors;
  std::optional<int> left;
  Enrolment enrolment;
  ConfirmedFactor confirmed;
  Challenge challenge;
  AuditPage page;
  std::string id, email;
  switch (which) {
    case 0:
      if (read_factors(text, factors, left) != nullptr) return;
      for (const Factor& factor : factors) HELLOJOHN_FUZZ_REQUIRE(!factor.id.empty());
      return;
    case 1:
      if (read_enrolment(text, enrolment) == nullptr) {
        HELLOJOHN_FUZZ_REQUIRE(!enrolment.factor_id.empty());
      }
      return;
    case 2:
      if (read_confirmed(text, confirmed) == nullptr && confirmed.backup_codes) {
        check(*confirmed.backup_codes);
      }
      return;
    case 3:
      if (read_challenge(text, challenge)) HELLOJOHN_FUZZ_REQUIRE(!challenge.id.empty());
      return;
    case 4: (void)read_audit_page(text, page); return;
    default:
      if (read_user(text, id, email) == nullptr) HELLOJOHN_FUZZ_REQUIRE(!id.empty());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const unsigned which = data[0] % 9;
  if (which == 0) {
    tokens(text);
  } else if (which == 1) {
    error(text);
  } else if (which == 2) {
    BackupCodes codes;
    if (read_backup_codes(text, codes) == nullptr) check(codes);
  } else {
    others(text, which - 3);
  }
  return 0;
}

// Cases of pasted text in tests/cases/*.json: what a person may paste, and what is wanted.
#pragma once

#include <hellojohn/options.hpp>

#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace hellojohn {
inline namespace v0 {
namespace testing {

struct PastedCase {
  std::string name, text, field, want;
  std::string value;  ///< The code or the token.
  std::size_t codes = 0;

  [[nodiscard]] bool wants(std::string_view one) const {
    const std::string all = "_or_" + want + "_or_";
    return all.find("_or_" + std::string(one) + "_or_") != std::string::npos;
  }
};

inline std::vector<PastedCase> pasted_cases(std::string_view file) {
  std::ifstream in(std::string(HELLOJOHN_SOURCE_DIR "/tests/cases/").append(file),
                   std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  const boost::json::value read = boost::json::parse(text);
  std::vector<PastedCase> out;
  for (const boost::json::value& one : read.at("cases").as_array()) {
    const auto& object = one.as_object();
    const auto string = [&](std::string_view key) {
      const auto* found = object.if_contains(key);
      return found == nullptr ? std::string() : std::string(found->as_string());
    };
    PastedCase next{string("name"), string("text"), string("field"), string("want"),
                    string("code") + string("token")};
    if (const auto* codes = object.if_contains("codes"))
      next.codes = codes->to_number<std::size_t>();
    out.push_back(std::move(next));
  }
  return out;
}

/// "totp, 6 digits", "backup, upper_alnum 2 x 4", "backup, mixed_alnum 1 x 10".
inline BackupCodeFormat format_of(std::string_view field) {
  BackupCodeFormat format;
  const auto number_after = [&](std::string_view mark) {
    return std::stoi(std::string(field.substr(field.find(mark) + mark.size())));
  };
  const bool one_time = field.starts_with("totp");
  if (one_time || field.find("digits") != std::string_view::npos)
    format.alphabet = BackupCodeFormat::Alphabet::digits;
  if (field.find("mixed") != std::string_view::npos)
    format.alphabet = BackupCodeFormat::Alphabet::mixed_alnum;
  if (field.find("exact") != std::string_view::npos)
    format.alphabet = BackupCodeFormat::Alphabet::exact;
  if (one_time) {
    format.groups = 1;
    format.group_size = number_after(", ");
  } else {
    format.group_size = number_after(" x ");
    format.groups = field[field.find(" x ") - 1] - '0';
  }
  if (format.groups == 1) format.separator = '\0';
  return format;
}

}  // namespace testing
}  // namespace v0
}  // namespace hellojohn

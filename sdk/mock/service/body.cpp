// Strict reading of request bodies: JSON, an object, no name twice in one object.
// Knows nothing of single endpoints.
#include "http.hpp"

#include <set>

#include <boost/json/basic_parser_impl.hpp>

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {
namespace {

/// Sees every name of a document; the ordinary parser keeps the last of two equal ones silently.
struct NameWatch {
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);
  using Failure = json::error_code;

  std::vector<std::set<std::string>> open{};
  std::string name{};
  bool repeated = false;

  bool on_document_begin(Failure&) { return true; }
  bool on_document_end(Failure&) { return true; }
  bool on_object_begin(Failure&) { return open.emplace_back(), true; }
  bool on_object_end(std::size_t, Failure&) { return open.pop_back(), true; }
  bool on_array_begin(Failure&) { return true; }
  bool on_array_end(std::size_t, Failure&) { return true; }
  bool on_key_part(json::string_view part, std::size_t, Failure&) {
    name.append(part.data(), part.size());
    return true;
  }
  bool on_key(json::string_view part, std::size_t, Failure&) {
    name.append(part.data(), part.size());
    repeated = repeated || !open.back().insert(name).second;
    name.clear();
    return true;
  }
  bool on_string_part(json::string_view, std::size_t, Failure&) { return true; }
  bool on_string(json::string_view, std::size_t, Failure&) { return true; }
  bool on_number_part(json::string_view, Failure&) { return true; }
  bool on_int64(std::int64_t, json::string_view, Failure&) { return true; }
  bool on_uint64(std::uint64_t, json::string_view, Failure&) { return true; }
  bool on_double(double, json::string_view, Failure&) { return true; }
  bool on_bool(bool, Failure&) { return true; }
  bool on_null(Failure&) { return true; }
  bool on_comment_part(json::string_view, Failure&) { return true; }
  bool on_comment(json::string_view, Failure&) { return true; }
};

}  // namespace

json::object parse_body(std::string_view text) {
  json::error_code failed;
  json::basic_parser<NameWatch> watch{json::parse_options{}};
  const std::size_t read = watch.write_some(false, text.data(), text.size(), failed);
  json::value value;
  if (!failed && read <= text.size()) value = json::parse(text, failed);
  if (failed) refuse(400, "invalid_json", "The body is not JSON");
  if (watch.handler().repeated) refuse(400, "invalid_json", "A name is given twice");
  if (!value.is_object()) refuse_validation("The body must be an object");
  return std::move(value.get_object());
}

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn

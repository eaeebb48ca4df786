// Faults of the content: a 2xx whose JSON is not what the contract says. It happened; its answer is lost.
#include "fault.hpp"

namespace hellojohn::tests {

namespace {

using Change = std::function<std::string(char op, const std::string& well)>;

constexpr Expect lost{Errc::body, Says::okl, Auto::no};
constexpr Expect fine{};
/// What the answer says is not looked at.
constexpr std::string_view unread = "QDd";

/// The field without which the answer is none; a confirmation needs no field.
std::string key_of(char op) {
  switch (op) {
    case 'G':
    case 'g':
    case 'b': return "codes";
    case 'v': return "valid";
    case 'E':
    case 'e': return "factor_id";
    case 'C':
    case 'c': return "backup_codes";
    case 'S':
    case 's':
    case 'f':
    case 'a': return "data";
    default: return "access_token";
  }
}

/// Puts `text` instead of `"key":`.
Change at_key(std::string text) {
  return [text](char op, const std::string& well) {
    std::string out = well;
    std::string key("\"");
    key.append(key_of(op)).append("\":");
    const std::size_t at = out.find(key);
    if (at == std::string::npos) return out;
    std::string with;
    for (const char c : text) with += c == '@' ? key_of(op) : std::string(1, c);
    return out.replace(at, key.size(), with);
  };
}

/// Adds members to the object.
Change with_member(std::string member) {
  return [member](char, const std::string& well) {
    if (well.empty()) return well;
    std::string out("{");
    return out.append(member).append(",").append(well, 1);
  };
}

Fault row(int number, const char* words, Change change, std::vector<Exception> but = {},
          std::string_view only = {}, Expect expect = lost) {
  Act act;
  act.kind = Act::Kind::answer;
  act.body = std::move(change);
  but.push_back({unread, fine});
  return {number, words, std::move(act), expect, std::move(but), only};
}

std::string nested(int depth) {
  return std::string(static_cast<std::size_t>(depth), '[') +
         std::string(static_cast<std::size_t>(depth), ']');
}

Change codes(std::string list) {
  return [list](char op, const std::string&) {
    return "{\"" + key_of(op) + "\":" + list + ",\"factor_id\":\"fac_2\"}";
  };
}

void add_broken_json(std::vector<Fault>& rows) {
  const std::vector<Exception> confirm_needs_none{{"Cc", fine}};
  rows.push_back(row(
      134, "empty body", [](char, const std::string&) { return std::string(); },
      confirm_needs_none));
  rows.push_back(row(134, "truncated", [](char, const std::string& well) {
    return well.substr(0, well.size() / 2);
  }));
  rows.push_back(row(134, "text after it", [](char, const std::string& well) {
    return well.empty() ? well : well + "x";
  }));
  rows.push_back(
      row(134, "BOM", [](char, const std::string& well) { return "\xef\xbb\xbf" + well; }));
  rows.push_back(row(135, "17 levels", with_member("\"x\":" + nested(17))));
  rows.push_back(row(135, "huge number in a field that nobody reads", with_member("\"x\":1e999"),
                     {}, {}, fine));
  rows.push_back(row(135, "invalid UTF-8", with_member("\"x\":\"\xff\"")));
  rows.push_back(row(135, "lone surrogate", with_member(R"("x":"\ud800")")));
  rows.push_back(row(136, "the same key twice", with_member(R"("x":1,"x":2)")));
  rows.push_back(row(136, "the needed key twice", at_key(R"("@":"one","@":)")));
}

void add_wrong_shape(std::vector<Fault>& rows) {
  const std::vector<Exception> confirm_needs_none{{"Cc", fine}};
  rows.push_back(row(137, "needed field is null", at_key(R"("@":null,"x":)"), confirm_needs_none));
  // An id is read as text, and the codes that come with a confirmation are optional.
  rows.push_back(row(137, "needed field is a number", at_key(R"("@":17,"x":)"), {{"EeCc", fine}}));
  rows.push_back(row(137, "needed field is missing", at_key(R"("x":)"), confirm_needs_none));
  rows.push_back(
      row(137, "unknown fields", with_member(R"("y":{"z":[1,2,{"w":null}]})"), {}, {}, fine));
  constexpr std::string_view code_lists = "GgbCc";
  rows.push_back(row(138, "no codes", codes("[]"), confirm_needs_none, code_lists));
  rows.push_back(row(138, "a code that is no text", codes("[1234]"), {}, "Ggb"));
  std::string many = "[";
  for (int i = 0; i < 65; ++i)
    many += (i != 0 ? ",\"CODE-" : "\"CODE-") + std::to_string(1000 + i) + "\"";
  rows.push_back(row(138, "65 codes", codes(many + "]"), {}, code_lists));
  rows.push_back(
      row(138, "control character in a code", codes(R"(["AB\u0007CD"])"), {}, code_lists));
  rows.push_back(row(138, "NUL in a code", codes(R"(["AB\u0000CD"])"), {}, code_lists));
  rows.push_back(
      row(138, "direction override in a code", codes(R"(["AB\u202eCD"])"), {}, code_lists));
  rows.push_back(row(138, "129 characters in a code", codes("[\"" + std::string(129, 'A') + "\"]"),
                     {}, code_lists));
  rows.push_back(
      row(138, "the same code twice", codes(R"(["ABCD-EFGH","ABCD-EFGH"])"), {}, code_lists, fine));
}

Change token(std::string text) { return at_key("\"@\":\"" + text + "\",\"x\":"); }

void add_tokens(std::vector<Fault>& rows) {
  constexpr std::string_view tokens = "VRFLI";
  rows.push_back(row(139, "line end in a token", token(R"(a\r\nX-Evil: 1)"), {}, tokens));
  rows.push_back(row(139, "space in a token", token("a b"), {}, tokens));
  rows.push_back(row(139, "non-ASCII in a token", token("\xc3\xa9"), {}, tokens));
  const auto type = [](const char* value) {
    return [value](char, const std::string&) {
      return std::string(R"({"access_token":"a.b.c","expires_in":3600,"user":{"id":"usr_1"})") +
             value + "}";
    };
  };
  rows.push_back(row(140, "session_type absent", type(""), {}, "R", fine));
  rows.push_back(row(140, "session_type is full", type(R"(,"session_type":"full")"), {}, "R"));
  rows.push_back(row(140, "session_type is null", type(R"(,"session_type":null)"), {}, "R", fine));
  rows.push_back(row(140, "no enrolment needed",
                     type(R"(,"session_type":"recovery","requires_mfa_reenrollment":false)"), {},
                     "R", fine));
  for (const char* life : {"-1", "\"soon\"", "null", "1.5"})
    rows.push_back(row(
        141, life,
        [life](char, const std::string&) {
          return std::string(R"({"access_token":"a.b.c","expires_in":)") + life + "}";
        },
        {}, "VRLFI", fine));
  for (const char* when : {"\"yesterday\"", "\"2024-13-45T99:00:00Z\"", "\"\"", "null"})
    rows.push_back(
        row(141, when, with_member(std::string("\"generated_at\":") + when), {}, "Ggb", fine));
}

void add_error_bodies(std::vector<Fault>& rows) {
  const std::pair<const char*, const char*> bodies[] = {
      {"error body is HTML", "<html>no</html>"},
      {"problem+json", R"({"type":"about:blank","title":"no","status":422,"detail":"d"})"},
      {"flat error", R"({"code":"validation_failed","message":"m"})"},
      {"OAuth error", R"({"error":"invalid_request","error_description":"d"})"},
      {"error body is a list", "[1,2]"},
      {"error body is empty", ""}};
  for (const auto& [words, body] : bodies)
    for (const int status : {422, 500}) {
      Fault fault;
      fault.number = 142;
      fault.words = std::string(words) + ", " + std::to_string(status);
      fault.act.kind = Act::Kind::answer;
      fault.act.status = status;
      fault.act.body = [text = std::string(body)](char, const std::string&) { return text; };
      // Without a code it is not the contract's shape.
      const std::string_view text = body;
      const bool has_code =
          text.find("\"code\"") != text.npos || text.find("\"error\"") != text.npos;
      fault.expect = status == 422 ? (has_code ? Expect{Errc::usage, Says::rj, Auto::no}
                                               : Expect{Errc::body, Says::un, Auto::no})
                                   : Expect{Errc::server, Says::un, Auto::un};
      rows.push_back(std::move(fault));
    }
}

}  // namespace

std::vector<Fault> content_faults() {
  std::vector<Fault> rows;
  add_broken_json(rows);
  add_wrong_shape(rows);
  add_tokens(rows);
  add_error_bodies(rows);
  return rows;
}

}  // namespace hellojohn::tests

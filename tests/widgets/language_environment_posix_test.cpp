// The user's language by the variables of POSIX.
#include "widgets/widget_world.hpp"

#include <cstdlib>
#include <string>

using namespace hellojohn;
using widgets::Language;

namespace {

/// Sets a variable of the environment, and puts the old value back.
class Variable {
 public:
  Variable(const char* name, const char* value) : name_(name) {
    if (const char* before = std::getenv(name); before != nullptr) before_ = before;
    setenv(name, value, 1);
  }
  ~Variable() {
    if (before_.empty()) {
      unsetenv(name_);
    } else {
      setenv(name_, before_.c_str(), 1);
    }
  }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* name_;
  std::string before_;
};

Language by(const char* list, const char* locale) {
  const Variable all("LC_ALL", locale);
  const Variable preferences("LANGUAGE", list);
  return widgets::language_from_environment();
}

}  // namespace

TEST_CASE(
    "languages: the environment's list goes before its locale, and a plain locale is English") {
  CHECK(by("", "es_MX.UTF-8") == Language::es);
  CHECK(by("nl:es_AR:en", "nl_NL.UTF-8") == Language::es);
  CHECK(by("es", "C") == Language::en);
  CHECK(by("es", "C.UTF-8") == Language::en);
  CHECK(by("nl", "tlh") == Language::en);
}

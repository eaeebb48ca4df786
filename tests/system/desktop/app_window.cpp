// See app_window.hpp.
#include "system/desktop/app_window.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <utility>

#include <poll.h>
#include <unistd.h>

namespace hellojohn::tests {

namespace json = boost::json;

AppWindow::AppWindow(Desk& desk, const std::string& title, const std::vector<std::string>& command)
    : desk_(desk), app_(command, desk.environment()) {
  wait("a first screen", [this] { return !now_.empty(); });
  desk_.xdotool({"search", "--sync", "--name", "^" + title + "$", "windowfocus", "--sync"});
}

bool AppWindow::read_some(int patience_ms) {
  pollfd waiting{app_.out(), POLLIN, 0};
  if (::poll(&waiting, 1, patience_ms) <= 0) return false;
  char part[4096];
  const ssize_t got = ::read(app_.out(), part, sizeof part);
  ended_ = got <= 0;
  if (ended_) return false;
  unread_.append(part, static_cast<std::size_t>(got));
  for (std::size_t end = unread_.find('\n'); end != std::string::npos; end = unread_.find('\n')) {
    now_ = json::parse(std::string_view(unread_).substr(0, end)).as_object();
    unread_.erase(0, end + 1);
  }
  return true;
}

void AppWindow::wait(const char* what, const std::function<bool()>& holds) {
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (read_some(0)) continue;
  while (!holds()) {
    (void)read_some(100);
    if (ended_ || std::chrono::steady_clock::now() > limit) {
      throw std::runtime_error(std::string("waited in vain for ") + what +
                               "; last: " + json::serialize(now_));
    }
  }
}

bool AppWindow::says(std::string_view label) const {
  for (const json::value& said : now_.at("labels").as_array()) {
    if (said.as_string() == label) return true;
  }
  return false;
}

void AppWindow::wait_for(std::string_view label) {
  wait(std::string(label).c_str(), [&] { return !now_.empty() && says(label) && flag("ready"); });
}

void AppWindow::wait_for_rest() {
  wait("four frames at rest", [this] { return !now_.empty() && count("rest_frames") == 4; });
  if (count("rest_ms") < 1900)
    throw std::runtime_error("it wakes too often: " + json::serialize(now_));
}

const json::object* AppWindow::item(std::string_view list, std::string_view label) const {
  for (const json::value& one : now_.at(list).as_array()) {
    const json::object& item = one.as_object();
    if (item.at("label").as_string() == label && item.at("sub").as_int64() == 0) return &item;
  }
  return nullptr;
}

void AppWindow::click_at(const json::object& item) {
  const json::array& rect = item.at("rect").as_array();
  const auto middle = [&](std::size_t low) {
    return std::to_string((rect[low].as_int64() + rect[low + 2].as_int64()) / 2);
  };
  const std::int64_t before = count("clicks");
  desk_.xdotool({"mousemove", middle(0), middle(1), "click", "1"});
  wait("the click to arrive", [&] { return count("clicks") > before; });
}

void AppWindow::click(std::string_view label) {
  wait(std::string(label).c_str(), [&] { return can(label) && flag("ready"); });
  click_at(*item("items", label));
}

void AppWindow::click_in_question(std::string_view label) {
  wait(std::string(label).c_str(), [&] { return item("question", label) != nullptr; });
  click_at(*item("question", label));
}

void AppWindow::type(std::string_view label, const std::string& text) {
  click(label);
  wait("the focus in the field", [&] {
    const json::object* found = item("items", label);
    return found != nullptr && found->at("focused").as_bool();
  });
  const std::int64_t before = count("characters");
  desk_.xdotool({"type", "--delay", "2", text});
  wait("the characters to arrive",
       [&] { return count("characters") >= before + static_cast<std::int64_t>(text.size()); });
}

bool AppWindow::can(std::string_view label) const {
  const json::object* found = item("items", label);
  return found != nullptr && found->at("enabled").as_bool();
}

std::int64_t AppWindow::typed(std::string_view label) const {
  const json::object* found = item("items", label);
  return found != nullptr && found->contains("typed") ? found->at("typed").as_int64() : -1;
}

int AppWindow::height(std::string_view label) const {
  const json::object* found = item("items", label);
  if (found == nullptr) return 0;
  const json::array& rect = found->at("rect").as_array();
  return static_cast<int>(rect[3].as_int64() - rect[1].as_int64());
}

int AppWindow::bottom(std::string_view label) const {
  const json::object* found = item("items", label);
  return found == nullptr ? 0 : static_cast<int>(found->at("rect").as_array()[3].as_int64());
}

void AppWindow::keys(const std::string& combination) {
  // A key that is let go within a frame was never held for Dear ImGui before 1.87.
  desk_.xdotool({"keydown", combination});
  const auto keys = 1 + std::ranges::count(combination, '+');
  wait("the keys to be held", [&] { return count("keys") == keys; });
  desk_.xdotool({"keyup", combination});
  wait("the keys to be let go", [&] { return count("keys") == 0; });
}

int AppWindow::end() {
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!ended_) {
    (void)read_some(100);
    if (std::chrono::steady_clock::now() > limit) throw std::runtime_error("the app goes on");
  }
  return app_.end();
}

}  // namespace hellojohn::tests

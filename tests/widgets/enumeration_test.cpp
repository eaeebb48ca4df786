// Nobody learns from "Lost access" whether an address is known: every frame is the same, byte for byte,
// and so is what is sent and logged.
#include "widgets/mock_world.hpp"

#include <hellojohn/widgets/lost_access.hpp>

using namespace hellojohn;
using namespace hellojohn::tests;
using namespace std::chrono_literals;
using widgets::Action;
using widgets::Role;

namespace {

/// What a person sees in one frame.
std::string seen(const widgets::LostAccess& lost) {
  std::string out = std::to_string(static_cast<int>(lost.phase())) + ":";
  const widgets::Screen& screen = lost.current();
  for (std::size_t i = 0; i < screen.size(); ++i) {
    const auto& element = screen[i];
    out += std::to_string(static_cast<int>(element.role)) + " " + words(element.label) +
           (element.enabled ? " on|" : " off|");
  }
  return out + "\n";
}

/// Everything from the press to half a minute after the answer, which comes after `delay`.
std::string trace(std::string_view address, int status, const char* body,
                  std::chrono::milliseconds delay) {
  WidgetWorld world;
  widgets::LostAccess lost(*world.client, world.state);
  lost.open("");
  world.frame(lost);
  world.press(lost, Action::choose, 2);
  lost.view().find(Role::text_field)->input->assign(address);
  world.press(lost, Action::submit);
  REQUIRE(world.transport->open_count() == 1);
  std::string out;
  for (auto left = delay; left > 0ms; left -= 50ms) {
    world.frame(lost, 50ms);
    out += seen(lost);
  }
  world.transport->respond(status, body);
  for (int frames = 0; frames < 120; ++frames) {
    world.frame(lost, 250ms);
    out += seen(lost);
  }
  return out + std::to_string(world.transport->started_count());
}

}  // namespace

TEST_CASE(
    "enumeration: known and unknown addresses have one trace, whatever and whenever the answer") {
  // Of one length: the address stands on the screen, and is the only thing that may differ.
  constexpr std::string_view known = "alice@example.com", unknown = "blair@example.com";
  const auto without = [](std::string text, std::string_view address) {
    for (auto at = text.find(address); at != text.npos; at = text.find(address))
      text.replace(at, address.size(), "ADDRESS");
    return text;
  };
  int traces = 0;
  for (const auto delay : {0ms, 200ms, 5000ms}) {
    // A careless server tells them apart; what is shown must not.
    const std::string expected =
        without(trace(known, 200, R"({"status":"accepted"})", delay), known);
    CHECK(expected.size() > 1000);
    for (const auto& [status, body] :
         {std::pair<int, const char*>{200, R"({"status":"accepted"})"},
          {202, "{}"},
          {200, R"({"status":"accepted","hint":"no such account"})"},
          {404, R"({"error":{"code":"user_not_found","message":"No such account"}})"},
          {400, R"({"error":{"code":"unknown_email"}})"},
          {403, R"({"error":{"code":"account_locked"}})"},
          {500, "{}"}}) {
      INFO(status << " " << body << " after " << delay.count() << " ms");
      CHECK(without(trace(unknown, status, body, delay), unknown) == expected);
      ++traces;
    }
  }
  CHECK(traces == 21);
}

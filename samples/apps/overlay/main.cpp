// hellojohn-game-overlay: a game at 60 frames a second that goes on while an overlay signs in and recovers an account,
// gamepad first. With --stall the server never answers, and no frame is lost to it.
#include "apps/common/offscreen.hpp"
#include "apps/common/version.hpp"
#include "apps/common/window.hpp"
#include "apps/overlay/autoplay.hpp"
#include "apps/overlay/game.hpp"
#include "apps/overlay/stalled_peer.hpp"

#include <GLFW/glfw3.h>

#include <charconv>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

namespace {

using namespace std::chrono_literals;
using hellojohn::imgui::PadState;
using overlay::FrameTimes;

constexpr const char* help_text =
    R"(hellojohn-game-overlay: a game that goes on while the overlay recovers an account

  --autoplay        a scripted gamepad plays the recovery
  --stall           a server that takes connections and never answers
  --offscreen N     no window: at most N frames, in real time
  --picture FILE    with --offscreen: the last frame as PNG
  --language TAG    such as de or zh-Hans, if a font of this machine has its characters; English by default
  --es              in Spanish
F1 shows and hides the overlay. With a gamepad North opens a field, and a console's own keyboard types into it.
)";

struct Arguments {
  bool autoplay = false;
  bool stall = false;
  bool help = false;
  int offscreen = 0;
  std::string picture;
  hellojohn::widgets::Language language = hellojohn::widgets::Language::en;
};

std::optional<Arguments> read_arguments(int argc, char** argv) {
  Arguments out;
  for (int i = 1; i < argc; ++i) {
    const std::string_view name = argv[i];
    if (name == "--autoplay") {
      out.autoplay = true;
    } else if (name == "--stall") {
      out.stall = true;
    } else if (name == "--es") {
      out.language = hellojohn::widgets::Language::es;
    } else if (name == "--language" && i + 1 < argc) {
      const auto language = hellojohn::widgets::language_for(argv[++i]);
      if (!language) return std::nullopt;
      out.language = *language;
    } else if (name == "--help") {
      out.help = true;
    } else if (name == "--offscreen" && i + 1 < argc) {
      const std::string_view text = argv[++i];
      const auto end = std::from_chars(text.data(), text.data() + text.size(), out.offscreen);
      if (end.ptr != text.data() + text.size() || out.offscreen < 1) return std::nullopt;
    } else if (name == "--picture" && i + 1 < argc) {
      out.picture = argv[++i];
    } else {
      return std::nullopt;
    }
  }
  return out;
}

struct Play {
  const Arguments& arguments;
  overlay::Game& game;
  overlay::Autoplay& autoplay;
  bool waited = false;  ///< The overlay said that it waits for an answer.

  [[nodiscard]] PadState pad() {
    waited = waited || game.view().main->busy;
    return autoplay.play(game.view(), game.items());
  }
};

/// Frames begin at even times; one that comes late does not push the others.
class Pace {
 public:
  void wait() {
    next_ += FrameTimes::period;
    const auto now = FrameTimes::Clock::now();
    if (next_ < now) next_ = now;
    std::this_thread::sleep_until(next_);
  }

 private:
  FrameTimes::Clock::time_point next_ = FrameTimes::Clock::now();
};

int play_offscreen(Play play) {
  samples::Offscreen stage(1280, 720, {18, play.arguments.language, false});
  const samples::Fonts fonts{stage.heading(), stage.mono()};
  Pace pace;
  int after_end = 0;
  for (int i = 0; i < play.arguments.offscreen && after_end < 60; ++i) {
    const PadState pad = play.arguments.autoplay ? play.pad() : PadState{};
    hellojohn::imgui::feed(pad);
    stage.frame([&] { play.game.frame(fonts); });
    if (play.autoplay.finished()) ++after_end;
    pace.wait();
  }
  if (!play.arguments.picture.empty() && !write_png(stage.render(), play.arguments.picture)) {
    std::fprintf(stderr, "cannot write %s\n", play.arguments.picture.c_str());
    return 1;
  }
  if (play.arguments.stall) return play.waited || !play.arguments.autoplay ? 0 : 1;
  return play.autoplay.finished() || !play.arguments.autoplay ? 0 : 1;
}

int play_in_window(Play play) {
  samples::WindowOptions options;
  options.title = "Sky Game";
  options.width = 1280;
  options.height = 720;
  options.font_size = 18;
  options.language = play.arguments.language;
  std::string problem;
  const auto window = samples::Window::open(options, problem);
  if (window == nullptr) {
    std::fprintf(stderr, "%s (--offscreen N needs no display)\n", problem.c_str());
    return 1;
  }
  window->on_key = [&](int key, int) {
    if (key == GLFW_KEY_F1) play.game.toggle();
  };
  Pace pace;
  while (!window->closing()) {
    if (play.arguments.autoplay) window->virtual_pad = play.pad();
    window->frame(0ms, {13, 17, 38}, [&] { play.game.frame(window->fonts()); });
    pace.wait();
  }
  return 0;
}

double ms(FrameTimes::Clock::duration time) {
  return std::chrono::duration<double, std::milli>(time).count();
}

/// A stall of seconds must not be felt: the bound is a third of what was waited, far above what a busy machine adds.
bool report(const FrameTimes& times) {
  std::printf("%ld frames in %.1f s; longest time between two polls on the UI thread %.1f ms\n",
              times.frames(), ms(times.whole()) / 1000, ms(times.longest_gap()));
  std::printf("%ld frames lost, %ld of them to the SDK\n", times.lost(), times.lost_to_sdk());
  const std::string waits = times.waits() ? std::to_string(*times.waits()) : "not counted here";
  std::printf("longest time of a frame in the SDK %.3f ms; waits of the UI thread inside it: %s\n",
              ms(times.longest_sdk()), waits.c_str());
  return times.longest_sdk() * 3 < times.whole();
}

int run(const Arguments& arguments) {
  std::string problem;
  std::unique_ptr<samples::DemoWorld> world;
  overlay::StalledPeer peer;
  hellojohn::ClientOptions options;
  if (arguments.stall) {
    options.base_url = peer.base_url();
    options.tenant_id = "tnt_01HABCDEF654321";
    options.publishable_key = "pk_live_abc123";
  } else {
    world = samples::DemoWorld::start(problem);
    if (world == nullptr) {
      std::fprintf(stderr, "%s\n", problem.c_str());
      return 1;
    }
    options = world->client_options();
  }
  auto client = hellojohn::Client::create(std::move(options));
  if (!client) {
    std::fprintf(stderr, "%s\n", client.error().detail.c_str());
    return 1;
  }
  overlay::Game game(*client, world.get(), arguments.language);
  overlay::Autoplay autoplay(world.get());
  const Play play{arguments, game, autoplay};
  const int result = arguments.offscreen > 0 ? play_offscreen(play) : play_in_window(play);
  const bool even = report(game.times());
  return result != 0 || !even;
}

}  // namespace

int main(int argc, char** argv) {
  if (samples::said_version(argc, argv, "hellojohn-game-overlay")) return 0;
  auto arguments = read_arguments(argc, argv);
  if (!arguments || arguments->help) {
    std::fputs(help_text, arguments ? stdout : stderr);
    return arguments ? 0 : 2;
  }
  arguments->language = samples::language_with_font(arguments->language, true);
  return run(*arguments);
}

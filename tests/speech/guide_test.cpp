// The code of docs/27-speech.md.
#include "widgets/mock_world.hpp"
#include "worlds/catch.hpp"

#include <hellojohn/speech/reader.hpp>

#include <string>

using namespace hellojohn;
using namespace hellojohn::tests;

namespace {

std::string heard;
bool stopped = false;

void my_voice(std::string_view text, bool stop_first) {
  heard = text;
  stopped = stop_first;
}

}  // namespace

TEST_CASE("guides: a host's own voice hears each frame") {
  AccessWorld world;
  auto& access = world.access;
  const widgets::Text text;
  const std::size_t focused = 1;
  world.wait(std::chrono::milliseconds(16));

  hellojohn::speech::ReaderOptions options;
  options.spelling_words = true;
  hellojohn::speech::Reader reader(
      [](hellojohn::SecretView said, hellojohn::speech::Urgency urgency) {
        my_voice(said.reveal(), urgency != hellojohn::speech::Urgency::polite);
      },
      options);
  reader.update(access.view(), text, {widgets::Part::main, focused});

  CHECK(heard.starts_with("Sign in to Sky Game."));
  CHECK(stopped);
}

// The support desk in a window: against the embedded mock server, or a real one with the secret key from the environment.
// See --help.
#include "apps/common/embedded_mock.hpp"
#include "apps/common/picture.hpp"
#include "apps/common/record_file.hpp"
#include "apps/common/version.hpp"
#include "apps/common/window.hpp"
#include "apps/support_desk/desk_world.hpp"
#include "apps/support_desk/window.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace {

constexpr const char* help_text =
    R"(hellojohn-support-desk: look a user up, check who is asking, help, and read the receipt

  --base-url URL --tenant ID [--ca FILE]   another server than the embedded mock; its secret key in HELLOJOHN_SECRET_KEY
  --record FILE          keeps the identity check and what became of each override as JSON lines; without it on stderr
  --trace-screens        one JSON line on stdout for each change of what is shown, without secrets
  --screenshots FOLDER   every state as a PNG file, without a window
)";

struct Arguments {
  hellojohn::admin::ClientOptions client;
  std::string record, screenshots;
  bool trace = false;
  bool help = false;
};

std::optional<Arguments> read_arguments(int argc, char** argv) {
  Arguments out;
  const std::pair<std::string_view, std::string*> texts[] = {
      {"--base-url", &out.client.base_url},  {"--tenant", &out.client.tenant_id},
      {"--ca", &out.client.network.ca_file}, {"--record", &out.record},
      {"--screenshots", &out.screenshots},
  };
  for (int i = 1; i < argc; ++i) {
    const std::string_view name = argv[i];
    if (name == "--trace-screens" || name == "--help") {
      (name == "--help" ? out.help : out.trace) = true;
      continue;
    }
    const auto* const known = std::find_if(std::begin(texts), std::end(texts),
                                           [&](const auto& text) { return text.first == name; });
    if (known == std::end(texts) || ++i == argc) return std::nullopt;
    *known->second = argv[i];
  }
  return out;
}

int fail(const std::string& problem) {
  std::fprintf(stderr, "hellojohn-support-desk: %s\n", problem.c_str());
  return 1;
}

int write_screenshots(const std::string& folder) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  for (const desk::DeskScene& scene : desk::desk_scenes()) {
    desk::DeskWorld world;
    scene.play(world);
    hellojohn::widgets::AccountAccessView view;
    view.main = &world.model->view();
    samples::PictureOptions options;
    options.theme = hellojohn::imgui::Theme::light;
    if (!samples::write_png(samples::picture(view, options), folder + "/" + scene.name + ".png"))
      return fail("cannot write into " + folder);
  }
  std::printf("%zu pictures in %s\n", desk::desk_scenes().size(), folder.c_str());
  return 0;
}

int show(Arguments arguments) {
  std::optional<samples::EmbeddedMock> mock;
  if (arguments.client.base_url.empty()) {
    mock.emplace();
    hellojohn::ClientOptions its = mock->client_options();
    arguments.client.base_url = its.base_url;
    arguments.client.tenant_id = its.tenant_id;
    arguments.client.network = its.network;
    arguments.client.secret_key = hellojohn::Secret("sk_live_abc123");
  } else if (const char* key = std::getenv("HELLOJOHN_SECRET_KEY")) {
    arguments.client.secret_key = hellojohn::Secret(key);
  }
  samples::RecordFile record;
  if (!record.open(arguments.record)) return fail(arguments.record + " cannot be written");
  arguments.client.record = &record;
  arguments.client.on_ready = [] { samples::Window::wake(); };
  auto client = hellojohn::admin::Client::create(std::move(arguments.client));
  if (!client) return fail(client.error().detail);
  desk::DeskModel model(*client, hellojohn::system_clock());
  return desk::show(model, {arguments.trace}, [&] {
    (void)client->poll();
    if (!record.well()) model.record_lost();
    model.update();
    return model.view().busy ? std::chrono::milliseconds(16) : client->time_to_poll();
  });
}

}  // namespace

int main(int argc, char** argv) {
  if (samples::said_version(argc, argv, "hellojohn-support-desk")) return 0;
  auto arguments = read_arguments(argc, argv);
  if (!arguments || arguments->help) {
    std::fputs(help_text, arguments ? stdout : stderr);
    return arguments ? 0 : 2;
  }
  if (!arguments->screenshots.empty()) return write_screenshots(arguments->screenshots);
  return show(std::move(*arguments));
}

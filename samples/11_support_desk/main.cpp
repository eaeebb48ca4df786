// The support desk in a window: against the mock service, or a real one with the secret key from the environment.
// hellojohn-support-desk --screenshots FOLDER: every state as a picture, without a window.
#include "11_support_desk/desk_world.hpp"
#include "11_support_desk/window.hpp"
#include "common/picture.hpp"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

namespace {

int write_screenshots(const std::string& folder) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  for (const desk::DeskScene& scene : desk::desk_scenes()) {
    desk::DeskWorld world;
    scene.play(world);
    hellojohn::widgets::AccountAccessView view;
    view.main = &world.model->view();
    if (!samples::write_png(samples::picture(view, {}), folder + "/" + scene.name + ".png"))
      return 1;
  }
  return 0;
}

int serve(const char* base_url, const char* tenant) {
  const char* key = std::getenv("HELLOJOHN_SECRET_KEY");
  hellojohn::admin::ClientOptions options;
  options.base_url = base_url;
  options.tenant_id = tenant;
  options.secret_key = hellojohn::Secret(key == nullptr ? "" : key);
  auto client = hellojohn::admin::Client::create(std::move(options));
  if (!client) return std::fprintf(stderr, "%s\n", client.error().detail.c_str()), 1;
  desk::DeskModel model(*client, hellojohn::system_clock());
  return desk::show(model, [&] {
    (void)client->poll();
    model.update();
  });
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 3 && std::string_view(argv[1]) == "--screenshots") return write_screenshots(argv[2]);
  if (argc == 3) return serve(argv[1], argv[2]);
  if (argc != 1) {
    std::fputs(
        "usage: hellojohn-support-desk                   against the built-in mock service\n"
        "       hellojohn-support-desk BASE_URL TENANT   with the key in HELLOJOHN_SECRET_KEY\n"
        "       hellojohn-support-desk --screenshots FOLDER\n",
        stderr);
    return 2;
  }
  desk::DeskWorld world;
  return desk::show(*world.model, [&] { world.settle(); });
}

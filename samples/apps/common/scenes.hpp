// Every screen and state there is, each reached as a person would reach it. For screenshots and for tests.
#pragma once

#include "apps/common/access_world.hpp"

#include <vector>

namespace samples {

struct Scene {
  const char* name;  ///< Of the picture's file: screen, then state.
  void (*play)(AccessWorld& world);
  widgets::AccountAccessOptions options{};
  testing::MockOptions server = AccessWorld::virtual_options();
};

[[nodiscard]] std::vector<Scene> all_scenes();
///@{
/// Parts of all_scenes().
void add_account_scenes(std::vector<Scene>& out);
void add_self_hosted_scenes(std::vector<Scene>& out);
///@}

}  // namespace samples

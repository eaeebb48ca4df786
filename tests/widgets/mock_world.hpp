// The played world for tests of components, and a server that answers as the test says.
#pragma once

#include "widgets/widget_world.hpp"
#include "worlds/access_world.hpp"

#include <string>

namespace hellojohn::tests {

/// The server answers so, until it is said otherwise.
inline void server_says(AccessWorld& world, const std::string& method, const std::string& path,
                        int status, const std::string& body, const std::string& retry_after = {}) {
  HttpRequest order;
  order.method = "POST";
  order.target = "/__mock/faults";
  std::string quoted;
  for (const char c : body) quoted += c == '"' ? std::string("\\\"") : std::string(1, c);
  order.headers = {{"Content-Type", "application/json"}};
  order.body = Secret(R"({"kind":"status","method":")" + method + R"(","path":")" + path +
                      R"(","status":)" + std::to_string(status) +
                      (retry_after.empty() ? "" : R"(,"retry_after":)" + retry_after) +
                      R"(,"body":")" + quoted + "\"}");
  REQUIRE(world.service->control(order).status == 201);
}

inline void server_is_well(AccessWorld& world) {
  HttpRequest order;
  order.method = "DELETE";
  order.target = "/__mock/faults";
  REQUIRE(world.service->control(order).status == 204);
}

}  // namespace hellojohn::tests

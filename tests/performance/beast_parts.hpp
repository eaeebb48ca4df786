// What the two Beast programs of the comparison do alike: trust, the request, and the check of the answer.
#pragma once

#include "performance/caller.hpp"

#include <boost/asio/ssl.hpp>
#include <boost/beast/http.hpp>
#include <boost/json.hpp>

#include <string>
#include <utility>

namespace bench {

inline void trust(boost::asio::ssl::context& context, const Target& target) {
  context.load_verify_file(target.ca_file);
  if (target.system_roots) context.set_default_verify_paths();
  context.set_verify_mode(boost::asio::ssl::verify_peer);
  context.set_verify_callback(boost::asio::ssl::host_name_verification("localhost"));
}

inline boost::beast::http::request<boost::beast::http::string_body> request_of(std::string text) {
  namespace http = boost::beast::http;
  http::request<http::string_body> request(http::verb::post, path, 11);
  request.set(http::field::host, "localhost");
  request.set(http::field::user_agent, "bench");
  request.set(http::field::accept, "application/json");
  request.set("X-Tenant-ID", tenant);
  request.set(http::field::authorization, "Bearer " + std::string(key));
  request.set(http::field::content_type, "application/json");
  request.body() = std::move(text);
  request.prepare_payload();
  return request;
}

inline void check(const boost::json::value& read) {
  if (read.at("user").at("id").as_string() != "usr_0123456789abcdef" ||
      read.at("access_token").as_string().empty())
    broke("not the answer");
}

}  // namespace bench

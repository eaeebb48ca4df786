# The consumers of scripts/test --full.
hellojohn_prefix(static ${PROJECT_SOURCE_DIR} -DCMAKE_BUILD_TYPE=Release -DHELLOJOHN_WERROR=ON)
hellojohn_prefix(shared ${PROJECT_SOURCE_DIR} -DCMAKE_BUILD_TYPE=Release -DHELLOJOHN_WERROR=ON
  -DBUILD_SHARED_LIBS=ON)

foreach(prefix static shared)
  foreach(compiler g++ clang++)
    foreach(standard 20 23)
      hellojohn_consumer("find_package, ${prefix}, ${compiler}, C++${standard}" package ${prefix}
        ${everything} -DCMAKE_CXX_COMPILER=${compiler} -DCMAKE_CXX_STANDARD=${standard})
    endforeach()
    hellojohn_consumer("find_package, ${prefix}, ${compiler}, no exceptions, no RTTI" package ${prefix}
      ${everything} -DCMAKE_CXX_COMPILER=${compiler} -DHOST_STRICT=ON)
    hellojohn_pkg_config_consumer(${prefix} ${compiler})
  endforeach()
  hellojohn_consumer("find_package, ${prefix}, sdk alone" package ${prefix} sdk)
  hellojohn_consumer("find_package, ${prefix}, in batches" package ${prefix} ${everything}
    -DCMAKE_UNITY_BUILD=ON)
endforeach()
if(HELLOJOHN_TESTS_IMGUI_DIR)
  hellojohn_consumer("find_package, static, a folder with ImGui" package static ${everything}
    -DHELLOJOHN_IMGUI_DIR=${HELLOJOHN_TESTS_IMGUI_DIR})
  hellojohn_consumer("find_package, static, an ImGui target of the host" package static ${everything}
    -DHOST_IMGUI_DIR=${HELLOJOHN_TESTS_IMGUI_DIR})
else()
  message(STATUS "HELLOJOHN_IMGUI_DIR is not set: no consumer with an ImGui of its own")
endif()
hellojohn_consumer("FetchContent" fetch_content "" sdk,widgets)
hellojohn_consumer("FetchContent, shared, in batches" fetch_content "" sdk,widgets
  -DBUILD_SHARED_LIBS=ON -DCMAKE_UNITY_BUILD=ON)
hellojohn_consumer("FetchContent, clang++, C++23" fetch_content "" sdk,widgets
  -DCMAKE_CXX_COMPILER=clang++ -DCMAKE_CXX_STANDARD=23)

add_test(NAME "consumer: two builds give the same bytes"
  COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/reproducible.sh ${PROJECT_SOURCE_DIR} ${CMAKE_CURRENT_BINARY_DIR}/reproducible)
set_tests_properties("consumer: two builds give the same bytes" PROPERTIES LABELS consumer TIMEOUT 3600)

# Overlay port: builds the checkout that this file lies in. Not run by this project's tests.
set(SOURCE_PATH ${CMAKE_CURRENT_LIST_DIR}/../..)

vcpkg_check_features(OUT_FEATURE_OPTIONS feature_options
  FEATURES
    admin HELLOJOHN_ADMIN
    testing HELLOJOHN_TESTING)
set(transport none)
if("beast" IN_LIST FEATURES)
  set(transport beast)
endif()

vcpkg_cmake_configure(
  SOURCE_PATH ${SOURCE_PATH}
  OPTIONS
    ${feature_options}
    -DHELLOJOHN_TRANSPORT=${transport}
    -DHELLOJOHN_INSTALL=ON
    -DHELLOJOHN_WIDGETS=OFF
    -DHELLOJOHN_LIBIDN2=ON
    -DHELLOJOHN_LIBSECRET=OFF
    -DHELLOJOHN_SPEECHD=OFF
    -DHELLOJOHN_ATSPI=OFF
    -DHELLOJOHN_SAMPLES=OFF
    -DHELLOJOHN_TESTS=OFF)
vcpkg_cmake_install()
vcpkg_cmake_config_fixup(PACKAGE_NAME hellojohn CONFIG_PATH lib/cmake/hellojohn)
vcpkg_fixup_pkgconfig()
if("testing" IN_LIST FEATURES AND "beast" IN_LIST FEATURES)
  vcpkg_copy_tools(TOOL_NAMES hellojohn-doctor hellojohn-mock-server AUTO_CLEAN)
endif()
# What both configurations hold is kept once. The file of the Common Package Specification has no place in vcpkg's layout.
file(REMOVE_RECURSE
  ${CURRENT_PACKAGES_DIR}/debug/include
  ${CURRENT_PACKAGES_DIR}/debug/share
  ${CURRENT_PACKAGES_DIR}/debug/lib/cps
  ${CURRENT_PACKAGES_DIR}/lib/cps)
vcpkg_install_copyright(FILE_LIST ${SOURCE_PATH}/LICENSE)

import FuzzKit
import Testing

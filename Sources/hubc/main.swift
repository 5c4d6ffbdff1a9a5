import Driver

CommandLineTool.main()

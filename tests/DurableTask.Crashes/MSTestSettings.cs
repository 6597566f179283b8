// The processes of one test take all the processors there are.
[assembly: DoNotParallelize]

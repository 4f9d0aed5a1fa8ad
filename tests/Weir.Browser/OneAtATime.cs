using Xunit;

// Two browsers beside each other make both too slow for their own patience on a machine of two cores.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

Console.WriteLine("Weir.Bench");

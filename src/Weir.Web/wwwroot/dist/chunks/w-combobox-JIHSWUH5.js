import{a}from"./chunk-3X2MRGIG.js";import"./chunk-C5UU3B6K.js";import"./chunk-RWVQ75YN.js";import"./chunk-AXCMEJNF.js";import"./chunk-Q4QCF6G4.js";export{a as Combobox};
